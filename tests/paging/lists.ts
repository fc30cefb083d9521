import { idOf, uuidOf } from './generated-record.ts';

export type Ordering = 'record' | 'dated' | 'slug' | 'recorded' | 'began' | 'version' | 'seq';

/** How a test reaches a list and what belongs in it, told apart from how the service reads it. */
export interface ListCase {
  /** Names of fields and positions that lead to the connection in the answer. */
  path: (string | number)[];
  /** The document around the field. */
  document: (field: string) => string;
  /** A SELECT of the rows `r` that are members. */
  members: string;
  ordering: Ordering;
  /** How the id of an item is asked for where not every type of item has one field for it. */
  item?: string;
  /** For a list that is followed as it grows, and gives no count. */
  followed?: boolean;
}

const atRoot =
  (members: string, ordering: Ordering) =>
  (field: string): ListCase => ({
    path: [field],
    document: (call) => `{ ${call} }`,
    members,
    ordering,
  });

const below =
  (type: Parameters<typeof idOf>[0], members: string, ordering: Ordering, n = 1) =>
  (field: string): ListCase => ({
    path: ['node', field],
    document: (call) => `{ node(id: "${idOf(type, n)}") { ... on ${type} { ${call} } } }`,
    members: members.replaceAll('$1', `'${uuidOf(type, n)}'`),
    ordering,
  });

const recordColumns = 'r.id, r.created_at::text AS created';
const standing = "r.origin = 'CURATED' AND r.retracted_at IS NULL";
const events = (condition: string) =>
  `SELECT ${recordColumns}, r.date FROM event r WHERE ${standing} AND ${condition}`;
const attempts = (condition: string) =>
  `SELECT ${recordColumns}, r.date FROM mediation_attempt r WHERE ${standing} AND ${condition}`;
const positions = (condition: string) =>
  `SELECT ${recordColumns}, r.held AS date FROM position r WHERE ${standing} AND ${condition}`;
const claims = (condition: string) =>
  `SELECT r.id FROM claim r WHERE r.status <> 'RETRACTED' AND ${condition}`;

/** The revisions of a thing of each type that has some. */
const revisions = Object.fromEntries(
  (
    [
      ['Actor', 1],
      ['Office', 2],
      ['Tenure', 2],
      ['Place', 1],
      ['Conflict', 1],
      ['Issue', 1],
      ['Source', 1],
      ['Event', 1],
      ['MediationAttempt', 1],
      ['Position', 1],
      ['Claim', 1],
      ['Dataset', 1],
    ] as const
  ).map(([type, n]) => [
    `${type}.revisions`,
    below(type, 'SELECT r.id, r.version FROM revision r WHERE r.subject_id = $1', 'version', n),
  ]),
);

const cases: Record<string, (field: string) => ListCase> = {
  'Query.actors': atRoot('SELECT r.id, r.slug FROM actor r', 'slug'),
  'Query.places': atRoot('SELECT r.id, r.slug FROM place r', 'slug'),
  'Query.conflicts': atRoot('SELECT r.id, r.slug FROM conflict r', 'slug'),
  'Query.issues': atRoot('SELECT r.id, r.slug FROM issue r', 'slug'),
  'Query.datasets': atRoot('SELECT r.id, r.slug FROM dataset r', 'slug'),
  'Query.sources': atRoot('SELECT r.id FROM source r', 'recorded'),
  'Query.events': atRoot(events('true'), 'record'),
  'Query.mediationAttempts': atRoot(attempts('true'), 'record'),
  'Query.positions': atRoot(positions('true'), 'record'),
  'Query.timeline': (field) => ({
    ...atRoot(
      `(${events('true')}) UNION ALL (${attempts('true')}) UNION ALL (${positions('true')})`.replaceAll(
        /FROM (\w+)/g,
        ", '$1' AS table FROM $1",
      ),
      'dated',
    )(field),
    item: '... on Node { id }',
  }),
  'Query.claims': atRoot(claims("r.origin = 'CURATED'"), 'recorded'),
  'Query.disagreements': atRoot(
    "SELECT r.id, r.began_with_id AS began FROM disagreement r WHERE r.origin = 'CURATED'",
    'began',
  ),
  ...revisions,
  'Query.changes': (field) => ({
    ...atRoot('SELECT r.id, r.seq::int AS seq FROM revision r', 'seq')(field),
    followed: true,
  }),
  'Actor.events': below(
    'Actor',
    events('EXISTS (SELECT FROM participation p WHERE p.event_id = r.id AND p.actor_id = $1)'),
    'record',
  ),
  'Actor.positions': below('Actor', positions('r.holder_id = $1'), 'record'),
  'Actor.mediationAttempts': below(
    'Actor',
    attempts(`(EXISTS (SELECT FROM mediator m WHERE m.attempt_id = r.id AND m.actor_id = $1)
      OR EXISTS (SELECT FROM party_response p WHERE p.attempt_id = r.id AND p.party_id = $1))`),
    'record',
  ),
  'Actor.claims': below(
    'Actor',
    claims(
      "r.origin = 'CURATED' AND EXISTS (SELECT FROM attribution a WHERE a.claim_id = r.id AND a.speaker_id = $1)",
    ),
    'recorded',
  ),
  'Place.events': below(
    'Place',
    events(`EXISTS (WITH RECURSIVE above AS (SELECT p.id, p.part_of_id FROM place p WHERE p.id = r.place_id
      UNION ALL SELECT q.id, q.part_of_id FROM place q JOIN above ON q.id = above.part_of_id) SELECT FROM above WHERE above.id = $1)`),
    'record',
  ),
  'Conflict.events': below('Conflict', events('r.conflict_id = $1'), 'record'),
  'Conflict.mediationAttempts': below('Conflict', attempts('r.conflict_id = $1'), 'record'),
  'Conflict.positions': below('Conflict', positions('r.conflict_id = $1'), 'record'),
  'Conflict.claims': below('Conflict', claims('r.conflict_id = $1'), 'recorded'),
  'Source.claims': below('Source', claims('r.source_id = $1'), 'recorded'),
  'Event.claims': below('Event', claims('r.event_id = $1'), 'recorded'),
  'MediationAttempt.claims': below('MediationAttempt', claims('r.attempt_id = $1'), 'recorded'),
  'Position.claims': below('Position', claims('r.position_id = $1'), 'recorded'),
  'PartyResponse.claims': below('PartyResponse', claims('r.response_id = $1'), 'recorded'),
  'DisagreementSide.claims': (field) => ({
    path: ['disagreements', 'nodes', 0, 'sides', 0, field],
    document: (call) => `{ disagreements(field: PLACE, first: 1) { nodes { sides { ${call} } } } }`,
    members: `SELECT r.claim_id AS id FROM disagreement_claim r WHERE r.side_id = '${uuidOf('DisagreementSide', 1)}'`,
    ordering: 'recorded',
  }),
};

export const listNames = Object.keys(cases);

/** The case of a list by its name, such as `Actor.events`. */
export function listCase(name: string): ListCase {
  const found = cases[name];
  if (!found) throw new RangeError(`${name} has no case.`);
  return found(name.split('.')[1] ?? '');
}
