import sql, { join, type Sql } from 'sql-template-tag';
import { type DateFilter, dateCondition } from '../../src/kernel/dates/date-filter.ts';
import { decodeId } from '../../src/kernel/ids.ts';

/** A filter as JSON has it; GraphQL takes one value for a list of it. */
export type Filter = Record<string, unknown>;

/** The tables whose rows an argument may name. */
type Named = 'actor' | 'conflict' | 'issue' | 'place' | 'dataset' | 'source';

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? value : [value]) as T[];

/** The id behind an id or a slug. */
function idOf(table: Named, reference: unknown): Sql {
  const uuid = decodeId(String(reference))?.uuid;
  const named = uuid ? sql`n.id = ${uuid}::uuid` : sql`n.slug = ${String(reference)}`;
  // An actor that was merged is the one that goes on.
  const moved =
    table === 'actor' ? sql` UNION ALL SELECT n.survivor_id FROM actor_redirect n WHERE ${named}` : sql``;
  return sql`(SELECT n.id FROM ${sql([table])} n WHERE ${named}${moved})`;
}

const anyOf = (table: Named, column: Sql, references: unknown): Sql =>
  sql`(${join(
    list(references).map((each) => sql`${column} = ${idOf(table, each)}`),
    ' OR ',
  )})`;

const among = (column: Sql, values: unknown): Sql =>
  sql`${column}::text = ANY (${list<string>(values)}::text[])`;

/** An actor, and where it is asked for all that belong to it at any depth. */
function actor(column: Sql, filter: { actor: string; includeMembers?: boolean | null }): Sql {
  const id = idOf('actor', filter.actor);
  if (!filter.includeMembers) return sql`${column} = ${id}`;
  return sql`${column} IN (WITH RECURSIVE m AS (SELECT ${id} AS id UNION SELECT a.id FROM actor a JOIN m ON a.member_of_id = m.id) SELECT m.id FROM m)`;
}

type ActorFilter = Parameters<typeof actor>[1];

/** Any of several actors, each with its members where they are asked for. */
export const anyActor = (column: Sql, filters: unknown): Sql =>
  sql`(${join(
    list<ActorFilter>(filters).map((each) => actor(column, each)),
    ' OR ',
  )})`;

const every = <T>(filters: unknown, condition: (filter: T) => Sql): Sql =>
  sql`(${join(list<T>(filters).map(condition), ' AND ')})`;

const words = (text: unknown): Sql =>
  sql`r.text_search @@ websearch_to_tsquery('pg_catalog.english', fold(${String(text).trim()}))`;

const date = (column: Sql, filter: unknown): Sql => dateCondition(filter as DateFilter, column, 'date');

type Conditions = Record<string, (value: never) => Sql>;

/** What all records share. */
const shared: Conditions = {
  dataset: (value) => sql`r.dataset_id = ${idOf('dataset', value)}`,
  conflict: (value) => sql`r.conflict_id = ${idOf('conflict', value)}`,
  text: words,
  contested: (value) => sql`r.contested = ${value}::boolean`,
  date: (value) => date(sql`r.date_ranges`, value),
};

/** The outcome as of now: talks whose known end is past were unsuccessful. */
const outcomeNow = sql`CASE WHEN r.outcome = 'ONGOING' AND r.ongoing_until <= now() THEN 'UNSUCCESSFUL' ELSE r.outcome::text END`;

const conditions: Record<string, Conditions> = {
  event: {
    ...shared,
    types: (value) => among(sql`r.type`, value),
    issues: (value) =>
      sql`EXISTS (SELECT FROM event_issue i WHERE i.event_id = r.id AND ${anyOf('issue', sql`i.issue_id`, value)})`,
    place: (value) =>
      sql`r.place_id IN (WITH RECURSIVE w AS (SELECT ${idOf('place', value)} AS id UNION SELECT p.id FROM place p JOIN w ON p.part_of_id = w.id) SELECT w.id FROM w)`,
    coding: ({ scheme, codePrefix }: { scheme: string; codePrefix: string }) =>
      sql`EXISTS (SELECT FROM event_coding c WHERE c.event_id = r.id AND c.scheme::text = ${scheme} AND starts_with(c.code, ${codePrefix}))`,
    participants: (value) =>
      every<ActorFilter & { roles?: unknown }>(value, (each) => {
        const roles = each.roles == null ? sql`true` : among(sql`p.role`, each.roles);
        return sql`EXISTS (SELECT FROM participation p WHERE p.event_id = r.id AND ${actor(sql`p.actor_id`, each)} AND ${roles})`;
      }),
  },
  mediation_attempt: {
    ...shared,
    kinds: (value) => among(sql`r.kind`, value),
    strategies: (value) => among(sql`r.strategy`, value),
    outcomes: (value) => among(outcomeNow, value),
    issues: (value) =>
      sql`EXISTS (SELECT FROM attempt_issue i WHERE i.attempt_id = r.id AND ${anyOf('issue', sql`i.issue_id`, value)})`,
    mediators: (value) =>
      every<ActorFilter>(
        value,
        (each) =>
          sql`EXISTS (SELECT FROM mediator m WHERE m.attempt_id = r.id AND ${actor(sql`m.actor_id`, each)})`,
      ),
    parties: (value) =>
      every<ActorFilter>(
        value,
        (each) =>
          sql`EXISTS (SELECT FROM party_response s WHERE s.attempt_id = r.id AND ${actor(sql`s.party_id`, each)})`,
      ),
    answer: ({ party, answers }: { party: string; answers: unknown }) =>
      sql`EXISTS (SELECT FROM party_response s WHERE s.attempt_id = r.id AND s.party_id = ${idOf('actor', party)} AND ${among(sql`s.answer`, answers)})`,
  },
  position: {
    ...shared,
    holders: (value) => anyActor(sql`r.holder_id`, value),
    issues: (value) => anyOf('issue', sql`r.issue_id`, value),
    stances: (value) => among(sql`r.stance`, value),
    publicity: (value) => among(sql`r.publicity`, value),
    held: (value) => date(sql`r.held_ranges`, value),
  },
  claim: {
    source: (value) => sql`r.source_id = ${idOf('source', value)}`,
    speakers: (value) =>
      sql`EXISTS (SELECT FROM attribution a WHERE a.claim_id = r.id AND ${anyActor(sql`a.speaker_id`, value)})`,
    rootSpeaker: (value) => actor(sql`r.root_speaker_id`, value),
    minDepth: (value) => sql`r.depth >= ${value}::int`,
    maxDepth: (value) => sql`r.depth <= ${value}::int`,
    field: (value) => among(sql`r.field`, value),
    polarity: (value) => among(sql`r.polarity`, value),
    directness: (value) => among(sql`r.directness`, value),
    text: words,
    conflict: (value) => sql`EXISTS (SELECT FROM conflict f
      WHERE f.id = ${idOf('conflict', value)} AND (r.conflict_id = f.id
        OR EXISTS (SELECT FROM event e WHERE e.id = r.event_id AND e.conflict_id = f.id)
        OR EXISTS (SELECT FROM position p WHERE p.id = r.position_id AND p.conflict_id = f.id)
        OR EXISTS (SELECT FROM mediation_attempt m WHERE m.conflict_id = f.id AND (m.id = r.attempt_id
          OR EXISTS (SELECT FROM party_response s WHERE s.id = r.response_id AND s.attempt_id = m.id)))))`,
  },
};

export type Table = 'event' | 'mediation_attempt' | 'position' | 'claim';

/**
 * What a filter means on rows `r` of a table of the record, in SQL that reads nothing but the record itself.
 * `everyOrigin` tells lists that show all origins where the filter names none.
 */
export function plainConditions(table: Table, filter: Filter | null, everyOrigin = false): Sql {
  const { origins, includeRetracted, ...rest } = filter ?? {};
  const stands = table === 'claim' ? sql`r.status <> 'RETRACTED'` : sql`r.retracted_at IS NULL`;
  const standard = rest.dataset == null ? ['CURATED'] : ['DATASET'];
  const asked = Object.entries(rest).flatMap(([name, value]) => {
    const condition = conditions[table]?.[name];
    if (!condition) throw new RangeError(`A filter of ${table} has no ${name} here.`);
    return value == null ? [] : [condition(value as never)];
  });
  return join(
    [
      sql`true`,
      ...(origins == null && everyOrigin ? [] : [among(sql`r.origin`, origins ?? standard)]),
      ...(includeRetracted ? [] : [stands]),
      ...asked,
    ],
    ' AND ',
  );
}
