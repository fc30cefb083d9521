import { z } from 'zod';
import { fieldSubjects, subjectKinds } from '../claims/claim-value.ts';
import {
  ClaimField,
  Directness,
  EventRelationType,
  MediationOutcome,
  ParticipationRole,
  PartyAnswer,
  Polarity,
  SpeechAct,
  Stance,
} from '../generated/prisma/enums.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import { claimRef, type Ref, ref, responseRef } from './draft-reference.ts';
import {
  choice,
  coded,
  date,
  distinct,
  flag,
  given,
  list,
  missing,
  number,
  rawText,
  record,
  text,
  typed,
} from './draft-value.ts';

/** Characters of a quote at most: a quote shows where a claim stands and does not replace the source. */
const maxQuote = 300;
/** Characters of what stands before and behind a quote at most. */
const maxContext = 100;
const maxVoices = 50;
const maxOffset = 1_000_000_000;

const voice = record({
  position: number(1, maxVoices, true).optional(),
  speaker: ref('actor').optional(),
  speakerText: text(300).optional(),
  act: choice(SpeechAct),
  verb: text(100).optional(),
  hearer: ref('actor').optional(),
  hearerInferred: flag().optional(),
  speakingAs: distinct(ref('office'), ({ slug }) => slug, 'office').optional(),
  inferred: flag().optional(),
  said: date().optional(),
}).superRefine(({ speaker, speakerText, hearer, hearerInferred, speakingAs }, context) => {
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  if (speaker && speakerText) refuse('a voice has a speaker or a speakerText; both are given');
  if (!speaker && !speakerText) refuse('a voice has a speaker or a speakerText; neither is given');
  if (hearerInferred && !hearer) refuse('hearerInferred is given without a hearer');
  if (speakingAs && !speaker) refuse('speakingAs is given without a speaker');
});

/** A claimed value: by reference, a date or text; nothing of these where the field is OCCURRENCE. */
export interface DraftClaimedValue {
  actor?: Ref<'actor'>;
  place?: Ref<'place'>;
  event?: Ref<'event'>;
  date?: HistoricalDate;
  textual?: string;
}

const anActor = ref('actor').transform((actor): DraftClaimedValue => ({ actor }));
const aText = text(2000).transform((textual): DraftClaimedValue => ({ textual }));
const oneOf = (accepted: Readonly<Record<string, string>>) =>
  choice(accepted).transform((textual): DraftClaimedValue => ({ textual }));

const valueShapes: Readonly<Record<Exclude<ClaimField, 'OCCURRENCE'>, z.ZodType<DraftClaimedValue>>> = {
  DATE: date().transform((given): DraftClaimedValue => ({ date: given })),
  PLACE: ref('place').transform((place): DraftClaimedValue => ({ place })),
  PARTICIPANT: anActor,
  INITIATOR: anActor,
  MEDIATOR: anActor,
  ORIGINATOR: anActor,
  RELATION: ref('event').transform((event): DraftClaimedValue => ({ event })),
  RESPONSE: oneOf(PartyAnswer),
  OUTCOME: oneOf(MediationOutcome),
  STANCE: oneOf(Stance),
  CONDITION: aText,
  LABEL: aText,
  COUNT: text(20)
    .refine((given) => /^[1-9]\d{0,8}~?$/.test(given), {
      error: 'a number from 1 to 999999999 is expected, with ~ behind it where it is approximate',
    })
    .transform((textual): DraftClaimedValue => ({ textual })),
  OTHER: aText,
};

const anActorsSlug = 'the slug of an actor';
const anyOf = (values: Readonly<Record<string, string>>) => `one of ${Object.values(values).join(', ')}`;

/** What is given as the value of a field, where that is no text. */
const valueNames: Readonly<Partial<Record<ClaimField, string>>> = {
  DATE: 'a date in EDTF',
  PLACE: 'the slug of a place',
  PARTICIPANT: anActorsSlug,
  INITIATOR: anActorsSlug,
  MEDIATOR: anActorsSlug,
  ORIGINATOR: anActorsSlug,
  RELATION: 'the slug of an event',
  RESPONSE: anyOf(PartyAnswer),
  OUTCOME: anyOf(MediationOutcome),
  STANCE: anyOf(Stance),
  COUNT: 'a number',
};

/** Fields whose value is an actor or place that a source may name only in words. */
const namedInWords: readonly ClaimField[] = ['PLACE', 'INITIATOR', 'MEDIATOR', 'ORIGINATOR'];

const saying = record({
  event: ref('event').optional(),
  attempt: ref('attempt').optional(),
  response: responseRef().optional(),
  position: ref('position').optional(),
  conflict: ref('conflict').optional(),
  field: choice(ClaimField),
  value: typed(given('a value is expected'), 'String').optional(),
  text: text(2000).optional(),
  role: choice(ParticipationRole).optional(),
  relation: choice(EventRelationType).optional(),
  polarity: choice(Polarity).optional(),
}).transform(({ value, text: words, ...saying }, context) => {
  const refuse = (message: string, ...path: string[]) => context.addIssue({ code: 'custom', path, message });
  const { field } = saying;
  const subjects = subjectKinds.filter((kind) => saying[kind]);
  const [subject] = subjects;
  if (!subject || subjects.length > 1)
    refuse(
      `a claim has one subject out of ${subjectKinds.join(', ')}; ${subjects.length > 1 ? `${subjects.join(' and ')} are` : 'none is'} given`,
    );
  else if (!fieldSubjects[field].includes(subject))
    refuse(`${field} is a field of ${fieldSubjects[field].join(' or ')}, not of ${subject}`, 'field');
  checkCompanion('PARTICIPANT', 'role', saying, ParticipationRole, refuse);
  checkCompanion('RELATION', 'relation', saying, EventRelationType, refuse);
  if (words !== undefined && !namedInWords.includes(field))
    refuse(`text is for ${namedInWords.join(', ')} only; give the value of ${field} as value`, 'text');
  if (words !== undefined && value !== undefined) refuse('value and text are both given; give one', 'text');
  return { ...saying, value: readValue(field, value, words, context) };
});

/** What goes with one field only, and has to be given with it. */
function checkCompanion<N extends 'role' | 'relation'>(
  field: ClaimField,
  name: N,
  saying: { field: ClaimField } & { [K in N]?: string | undefined },
  accepted: Readonly<Record<string, string>>,
  refuse: (message: string, ...path: string[]) => void,
): void {
  const given = saying[name];
  if (saying.field === field && !given)
    refuse(missing(`a ${field} needs a ${name}, ${anyOf(accepted)}`), name);
  if (saying.field !== field && given) refuse(`it goes with the field ${field} only`, name);
}

function readValue(
  field: ClaimField,
  value: unknown,
  words: string | undefined,
  context: z.RefinementCtx,
): DraftClaimedValue {
  if (field === 'OCCURRENCE') {
    if (value === undefined) return {};
    context.addIssue({ code: 'custom', path: ['value'], message: 'OCCURRENCE has no value; leave it out' });
    return z.NEVER;
  }
  if (words !== undefined) return { textual: words };
  if (value === undefined) {
    const inWords = namedInWords.includes(field) ? ', or text with the words of the source' : '';
    const message = missing(`${field} needs a value: give ${valueNames[field] ?? 'it in words'}${inWords}`);
    context.addIssue({ code: 'custom', path: ['value'], message });
    return z.NEVER;
  }
  const read = valueShapes[field].safeParse(value);
  if (read.success) return read.data;
  for (const issue of read.error.issues) context.addIssue({ ...issue, path: ['value', ...issue.path] });
  return z.NEVER;
}

/** One passage and what it claims. */
export const claim = record({
  key: text(200)
    .refine((key) => !/[#\n]/.test(key), { error: 'a key is one line without #' })
    .optional(),
  source: ref('source'),
  quote: rawText(maxQuote)
    .refine((quote) => quote.trim() === quote, {
      error: 'a quote begins and ends without spaces or line breaks',
    })
    .optional(),
  prefix: rawText(maxContext).optional(),
  suffix: rawText(maxContext).optional(),
  start: number(0, maxOffset, true).optional(),
  directness: choice(Directness),
  chain: list(voice, maxVoices).superRefine(checkNumbering).optional(),
  says: list(saying).min(1, { error: 'at least one entry is expected' }),
  retracted: text().optional(),
  supersedes: claimRef().optional(),
})
  .refine(({ quote, start }) => quote !== undefined || start === undefined, {
    error: 'start is given without the quote that begins there',
    ...coded('CONFLICTING'),
  })
  .refine(({ quote, prefix, suffix }) => quote !== undefined || (prefix ?? suffix) === undefined, {
    error: 'prefix or suffix is given without the quote that they stand around',
    ...coded('CONFLICTING'),
  });

/** Voices that are numbered are numbered from the first that the source reports, 1, on. */
function checkNumbering(chain: readonly { position?: number | undefined }[], context: z.RefinementCtx): void {
  if (chain.every(({ position }) => position === undefined)) return;
  for (const [index, { position }] of chain.entries())
    if (position !== index + 1)
      context.addIssue({
        code: 'custom',
        path: [index, 'position'],
        message: `${position ?? 'no position'} is given; the voices of a chain are numbered 1, 2, 3 and so on, and ${index + 1} is expected here`,
        ...coded('CHAIN_NOT_NUMBERED'),
      });
}

export type DraftClaim = z.output<typeof claim>;
export type DraftSaying = DraftClaim['says'][number];
