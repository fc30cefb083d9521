import { expect } from 'vitest';
import type { TestDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';

type Json = Record<string, unknown>;

/** How the values that revisions tell are found in the schema: the service's own mapping from rows is no part of it. */
const selections: Readonly<Record<string, string>> = {
  Actor: `slug name kind memberOf { slug } names { text kind language } ${codes()}`,
  Office: 'slug title rank body { slug }',
  Tenure: `holder { slug } office { slug } ${dates('started', 'ended')}`,
  Place: `slug name latitude longitude partOf { slug } ${codes()}`,
  Issue: 'slug name broader { slug }',
  Conflict: 'slug name names { text usedBy { slug } } parties { slug } issues { slug }',
  Source: `slug kind title url language licence contentSha256 publisher { slug } author { slug } ${dates('published')}
    embeddedIn { slug } reportsOn { slug } republishes { slug } event { slug }`,
  Event: `slug type title summary dateAbsence placeAbsence channel repeated count countApproximate ${dates('date')}
    place { slug } conflict { slug } issues { slug } participants { actor { slug } role inferred speakingAs { office { slug } } }
    relations { type inferred event { slug } } codings { scheme code label mode contexts goldstein quadClass }
    retraction { reason replacedBy { slug } }`,
  MediationAttempt: `slug title summary kind strategy initiatedBy venue dateAbsence proposalOriginatorAbsence ${dates('date')}
    conflict { slug } proposalOriginator { slug } issues { slug } mediators { actor { slug } speakingAs { office { slug } } }
    responses { party { slug } answer inferred conditions ${dates('date')} } events { event { slug } role }
    possiblySameAs { slug } retraction { reason replacedBy { slug } }`,
  Position: `slug stance summary publicity continuity holder { slug } issue { slug } ${dates('held')} conflict { slug }
    conditions { text issue { slug } } retraction { reason replacedBy { slug } }`,
  Claim: `source { slug } field polarity directness status passage { exact prefix suffix start end unit } supersedes { id }
    subject { __typename ... on Event { slug } ... on MediationAttempt { slug } ... on Position { slug } ... on Conflict { slug }
      ... on PartyResponse { attempt { slug } party { slug } } }
    value { __typename ... on Actor { slug } ... on Place { slug } ... on ClaimText { text }
      ... on ClaimedRelation { type event { slug } } ... on ClaimedParticipant { role actor { slug } }
      ... on HistoricalDate { edtf verbatim timeZone inferred } }
    chain { position speaker { slug } speakerText act verb speakingAs { office { slug } } hearer { slug } hearerInferred inferred
      ${dates('said')} }`,
};

function codes(): string {
  return 'identifiers { scheme value validFrom validTo }';
}

function dates(...names: string[]): string {
  return names.map((name) => `${name} { edtf verbatim timeZone inferred }`).join(' ');
}

/** The version and the values of a thing as the schema gives them at the end. */
export async function readFinalForm(
  db: TestDatabase,
  type: string,
  id: string,
): Promise<{ version: number; form: Json }> {
  const { data, errors } = await execute<{ node: Json & { version: number } }>(
    db,
    `query ($id: ID!) { node(id: $id) { ... on ${type} { version ${selections[type]} } } }`,
    { id },
  );
  expect(errors).toEqual([]);
  const { version, ...values } = data.node;
  return { version, form: type === 'Claim' ? claimForm(values) : recordForm(values) };
}

function recordForm(values: Json): Json {
  const form = named(values) as Json;
  if (Array.isArray(form.possiblySameAs)) form.possiblySameAs.sort();
  // The canonical name of an actor is its name.
  if (form.kind && Array.isArray(form.names))
    form.names = form.names.filter((name: { kind?: string }) => name.kind !== 'CANONICAL');
  return form;
}

/** What is about a record or says a value is told by the fields of an input. */
function claimForm({ subject, value, supersedes, passage, ...values }: Json): Json {
  const { __typename: kind, ...about } = subject as { __typename: string } & Json;
  const { __typename: sort, ...said } = (value ?? { __typename: '' }) as { __typename: string } & Json;
  const response = named(about) as { attempt: string; party: string };
  return {
    ...(named(values) as Json),
    ...(kind === 'PartyResponse'
      ? { response: `${response.attempt}/${response.party}` }
      : { [kind === 'MediationAttempt' ? 'attempt' : kind.toLowerCase()]: about.slug }),
    ...saidForm(sort, said),
    supersedes: (supersedes as { id: string } | null)?.id,
    passage: passage,
  };
}

function saidForm(sort: string, said: Json): Json {
  const { role, type, actor, event } = named(said) as Json;
  if (sort === 'HistoricalDate') return { date: said };
  if (sort === 'ClaimedParticipant') return { role, value: actor };
  if (sort === 'ClaimedRelation') return { relation: type, value: event };
  return { value: said.slug ?? said.text };
}

/** What is referred to goes by its slug; a tenure by that of its office. */
export function named(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(named);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === 'slug') return (value as Json).slug;
  if (keys.length === 1 && keys[0] === 'office') return named((value as Json).office);
  const form: Json = Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, named(inside)]));
  // An office that is held twice, as after a merge, is one.
  if (Array.isArray(form.speakingAs)) form.speakingAs = [...new Set(form.speakingAs)];
  return form;
}
