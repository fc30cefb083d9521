import sql, { type Sql } from 'sql-template-tag';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import type { Collapsed, MergeInput, SharedAttempt } from './merge.ts';

/** A list of a record in which the merged actor and the survivor may stand for the same, so that one entry is left. */
interface ActorList {
  /** What the list is called in the names of statements. */
  name: string;
  table: Sql;
  /** The column with the record's id. */
  record: Sql;
  actor: Sql;
  /** That entries `m` and `s` of one record say the same of two actors. */
  alike: Sql;
  /** The table of the offices in which an entry's actor acts. */
  tenures?: Sql;
  /** Whether entries say that they are inferred. */
  inferred?: boolean;
}

const participants: ActorList = {
  name: 'participants',
  table: sql`participation`,
  record: sql`event_id`,
  actor: sql`actor_id`,
  alike: sql`s.role = m.role`,
  tenures: sql`participation_tenure`,
  inferred: true,
};
const mediators: ActorList = {
  name: 'mediators',
  table: sql`mediator`,
  record: sql`attempt_id`,
  actor: sql`actor_id`,
  alike: sql`true`,
  tenures: sql`mediator_tenure`,
};
const parties: ActorList = {
  name: 'parties',
  table: sql`conflict_party`,
  record: sql`conflict_id`,
  actor: sql`actor_id`,
  alike: sql`true`,
};
const conflictNames: ActorList = {
  name: 'names of conflicts',
  table: sql`conflict_name`,
  record: sql`conflict_id`,
  actor: sql`used_by_id`,
  alike: sql`s.text = m.text`,
};
const responses = { name: 'responses', table: sql`party_response`, record: sql`attempt_id` };

/**
 * Makes one entry of two wherever a list would say the same of the survivor twice, before the merged actor's entries
 * become the survivor's. Gives the ids of the records whose lists changed.
 */
export async function collapseLists(
  tx: Tx,
  input: MergeInput,
  shared: readonly SharedAttempt[],
): Promise<Collapsed> {
  const events = await collapse(tx, participants, input);
  const mediated = await collapse(tx, mediators, input);
  const fought = await collapse(tx, parties, input);
  const named = await collapse(tx, conflictNames, input);
  await uniteResponses(tx, shared);
  const answered = shared.map(({ attemptId }) => attemptId);
  return {
    events,
    attempts: [...new Set([...mediated, ...answered])],
    conflicts: [...new Set([...fought, ...named])],
  };
}

/** The earlier entry stays, with the offices of both; it is inferred only if both are. */
async function collapse(tx: Tx, list: ActorList, { mergedId, survivorId }: MergeInput): Promise<string[]> {
  const { name, table, record, actor, alike, tenures, inferred } = list;
  const pairs = sql`(SELECT m.${record} AS record, least(m.position, s.position) AS kept, greatest(m.position, s.position) AS gone,
      ${inferred ? sql`m.inferred AND s.inferred` : sql`false`} AS inferred
    FROM ${table} m JOIN ${table} s ON s.${record} = m.${record} AND ${alike}
    WHERE m.${actor} = ${mergedId}::uuid AND s.${actor} = ${survivorId}::uuid)`;
  if (tenures)
    await tx.$executeRaw(sql`${comment(`unite offices of ${name}`)}
      INSERT INTO ${tenures} (${record}, position, tenure_id)
      SELECT p.record, p.kept, t.tenure_id FROM ${pairs} p JOIN ${tenures} t ON t.${record} = p.record AND t.position = p.gone
      ON CONFLICT DO NOTHING`);
  if (inferred)
    await tx.$executeRaw(sql`${comment(`unite ${name}`)}
      UPDATE ${table} r SET inferred = p.inferred FROM ${pairs} p
      WHERE r.${record} = p.record AND r.position = p.kept AND r.inferred <> p.inferred`);
  const gone = await tx.$queryRaw<{ id: string }[]>(sql`${comment(`collapse ${name}`)}
    DELETE FROM ${table} r USING ${pairs} p WHERE r.${record} = p.record AND r.position = p.gone RETURNING r.${record} AS id`);
  const changed = [...new Set(gone.map(({ id }) => id))];
  await closeGaps(tx, list, changed);
  return changed;
}

/**
 * Unites the answers of two parties that are one: the survivor's stays, with the claims on both. Of two dates its own
 * stays, what is claimed of the other stays claimed.
 */
async function uniteResponses(tx: Tx, shared: readonly SharedAttempt[]): Promise<void> {
  if (shared.length === 0) return;
  const pairs = sql`unnest(${shared.map((each) => each.mergedResponseId)}::uuid[], ${shared.map((each) => each.survivorResponseId)}::uuid[],
    ${shared.map(({ position }) => position)}::int[]) AS p (gone, kept, position)`;
  await tx.$executeRaw(sql`${comment('move claims on united responses')}
    UPDATE claim c SET response_id = p.kept FROM ${pairs} WHERE c.response_id = p.gone`);
  await tx.$executeRaw(sql`${comment('unite responses')}
    UPDATE party_response s SET inferred = s.inferred AND m.inferred, date = coalesce(s.date, m.date),
      conditions = coalesce(s.conditions, '{}') || ARRAY(SELECT c.text FROM unnest(m.conditions) WITH ORDINALITY AS c (text, n)
        WHERE c.text <> ALL (coalesce(s.conditions, '{}')) ORDER BY c.n)
    FROM ${pairs} JOIN party_response m ON m.id = p.gone WHERE s.id = p.kept`);
  await tx.$executeRaw(sql`${comment('collapse responses')}
    DELETE FROM party_response r USING ${pairs} WHERE r.id = p.gone`);
  await tx.$executeRaw(sql`${comment('place united responses')}
    UPDATE party_response r SET position = p.position FROM ${pairs} WHERE r.id = p.kept AND r.position <> p.position`);
  await closeGaps(
    tx,
    responses,
    shared.map(({ attemptId }) => attemptId),
  );
}

/**
 * Numbers the entries of lists 1…n again. A place can be given only when it is free, and a statement takes rows in any
 * order: so all first entries are moved, then all second ones.
 */
async function closeGaps(
  tx: Tx,
  { name, table, record }: Pick<ActorList, 'name' | 'table' | 'record'>,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const ranked = sql`(SELECT ${record} AS record, position, row_number() OVER (PARTITION BY ${record} ORDER BY position) AS rank
    FROM ${table} WHERE ${record} = ANY (${[...ids]}::uuid[]))`;
  const wrong = await tx.$queryRaw<{ rank: number }[]>(sql`${comment(`gaps in ${name}`)}
    SELECT DISTINCT rank::int FROM ${ranked} x WHERE position <> rank ORDER BY 1`);
  for (const { rank } of wrong)
    await tx.$executeRaw(sql`${comment(`close gaps in ${name}`)}
      UPDATE ${table} r SET position = ${rank}::int FROM ${ranked} x
      WHERE x.rank = ${rank}::int AND r.${record} = x.record AND r.position = x.position AND x.position <> ${rank}::int`);
}
