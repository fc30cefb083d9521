import { z } from 'zod';
import {
  ActorKind,
  ActorNameKind,
  AttemptEventRole,
  Channel,
  CodingScheme,
  Continuity,
  EventRelationType,
  EventType,
  IdentifierScheme,
  MediationInitiator,
  MediationKind,
  MediationStrategy,
  MediationVenue,
  OfficeRank,
  ParticipationRole,
  PartyAnswer,
  Publicity,
  QuadClass,
  SourceKind,
  Stance,
} from '../generated/prisma/enums.ts';
import { claim } from './draft-claim-shape.ts';
import { ref, refOrAbsence } from './draft-reference.ts';
import {
  choice,
  date,
  dateOrAbsence,
  day,
  distinct,
  flag,
  language,
  list,
  number,
  record,
  slug,
  text,
  url,
} from './draft-value.ts';

const { CANONICAL: _, ...otherNameKinds } = ActorNameKind;

const identifier = record({
  scheme: choice(IdentifierScheme),
  value: text(200),
  validFrom: day().optional(),
  validTo: day().optional(),
}).refine(({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo, {
  error: 'validFrom is after validTo',
});

const speakingAs = distinct(ref('office'), ({ slug }) => slug, 'office').optional();

const issues = distinct(ref('issue'), ({ slug }) => slug, 'issue').optional();

const actor = record({
  slug: slug(),
  name: text(300),
  kind: choice(ActorKind),
  memberOf: ref('actor').optional(),
  names: list(
    record({ text: text(300), kind: choice(otherNameKinds), language: language().optional() }),
  ).optional(),
  identifiers: list(identifier).optional(),
});

const office = record({ slug: slug(), title: text(300), body: ref('actor'), rank: choice(OfficeRank) });

const tenure = record({
  holder: ref('actor'),
  office: ref('office'),
  started: date().optional(),
  ended: date().optional(),
}).refine(({ started, ended }) => !started?.earliest || !ended?.latest || started.earliest <= ended.latest, {
  error: 'it ends before it starts',
});

const place = record({
  slug: slug(),
  name: text(300),
  partOf: ref('place').optional(),
  latitude: number(-90, 90).optional(),
  longitude: number(-180, 180).optional(),
  identifiers: list(identifier).optional(),
}).refine(({ latitude, longitude }) => (latitude === undefined) === (longitude === undefined), {
  error: 'latitude and longitude go together; give both or neither',
});

const issue = record({ slug: slug(), name: text(300), broader: ref('issue').optional() });

const conflict = record({
  slug: slug(),
  name: text(300),
  names: list(record({ text: text(300), usedBy: ref('actor').optional() })).optional(),
  parties: distinct(ref('actor'), ({ slug }) => slug, 'actor').optional(),
  issues,
});

const source = record({
  slug: slug(),
  kind: choice(SourceKind),
  title: text(1000),
  publisher: ref('actor').optional(),
  author: ref('actor').optional(),
  url: url().optional(),
  published: date().optional(),
  language: language().optional(),
  licence: text(300).optional(),
  contentSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: 'a sha256 of 64 small hexadecimal digits is expected' })
    .optional(),
  embeddedIn: ref('source').optional(),
  reportsOn: ref('source').optional(),
  republishes: ref('source').optional(),
  event: ref('event').optional(),
}).refine(({ embeddedIn, contentSha256 }) => !embeddedIn || !contentSha256, {
  error: 'a source that is embedded has no contentSha256; its offsets refer to the one that embeds it',
});

const event = record({
  slug: slug(),
  type: choice(EventType),
  title: text(1000),
  summary: text().optional(),
  date: dateOrAbsence(),
  place: refOrAbsence('place'),
  channel: choice(Channel).optional(),
  repeated: flag().optional(),
  count: number(1, 999_999_999, true).optional(),
  countApproximate: flag().optional(),
  conflict: ref('conflict').optional(),
  issues,
  participants: distinct(
    record({
      actor: ref('actor'),
      role: choice(ParticipationRole),
      speakingAs,
      inferred: flag().optional(),
    }),
    ({ actor, role }) => `${actor.slug} ${role}`,
    'actor in the same role',
  ).optional(),
  relations: distinct(
    record({ type: choice(EventRelationType), event: ref('event'), inferred: flag().optional() }),
    ({ type, event }) => `${type} ${event.slug}`,
    'relation',
  ).optional(),
  codings: list(
    record({
      scheme: choice(CodingScheme),
      code: text(100),
      label: text(300),
      mode: text(100).optional(),
      contexts: list(text(100)).optional(),
      goldstein: number(-10, 10).optional(),
      quadClass: choice(QuadClass).optional(),
    }),
  ).optional(),
}).refine(({ count, countApproximate }) => count !== undefined || !countApproximate, {
  error: 'countApproximate is given without a count',
});

const attempt = record({
  slug: slug(),
  title: text(1000),
  summary: text().optional(),
  conflict: ref('conflict').optional(),
  issues,
  kind: choice(MediationKind).optional(),
  strategy: choice(MediationStrategy).optional(),
  initiatedBy: choice(MediationInitiator).optional(),
  venue: choice(MediationVenue).optional(),
  date: dateOrAbsence(),
  mediators: distinct(record({ actor: ref('actor'), speakingAs }), ({ actor }) => actor.slug, 'actor'),
  responses: distinct(
    record({
      party: ref('actor'),
      answer: choice(PartyAnswer),
      inferred: flag().optional(),
      date: date().optional(),
      conditions: list(text()).optional(),
    }),
    ({ party }) => party.slug,
    'party',
  ),
  proposalOriginator: refOrAbsence('actor'),
  events: distinct(
    record({ event: ref('event'), role: choice(AttemptEventRole) }),
    ({ event, role }) => `${event.slug} ${role}`,
    'event in the same role',
  ).optional(),
  possiblySameAs: distinct(ref('attempt'), ({ slug }) => slug, 'attempt').optional(),
});

const position = record({
  slug: slug(),
  holder: ref('actor'),
  issue: ref('issue'),
  stance: choice(Stance),
  summary: text(),
  conditions: list(record({ text: text(), issue: ref('issue').optional() })).optional(),
  publicity: choice(Publicity).optional(),
  continuity: choice(Continuity).optional(),
  held: date().optional(),
  conflict: ref('conflict').optional(),
});

/** The lists of a draft in the order in which they are put on record: each refers to those before it. */
export const draftShapes = {
  actors: actor,
  offices: office,
  tenures: tenure,
  places: place,
  issues: issue,
  conflicts: conflict,
  events: event,
  sources: source,
  attempts: attempt,
  positions: position,
  claims: claim,
};

export type DraftList = keyof typeof draftShapes;

export const draftLists = Object.keys(draftShapes) as DraftList[];
export type DraftValue<L extends DraftList> = z.output<(typeof draftShapes)[L]>;
