import sql, { type Sql } from 'sql-template-tag';
import type { Tx } from '../kernel/db.ts';
import { insertAll } from '../kernel/insert-all.ts';
import { comment } from '../kernel/page.ts';
import { type MergingActor, mostListed, type NameRow } from './merge.ts';

/** Every column that refers to an actor and that needs no more than the other id. */
const references: readonly (readonly [name: string, table: Sql, column: Sql])[] = [
  ['offices', sql`office`, sql`body_id`],
  ['tenures', sql`tenure`, sql`holder_id`],
  ['names of conflicts', sql`conflict_name`, sql`used_by_id`],
  ['parties to conflicts', sql`conflict_party`, sql`actor_id`],
  ['published sources', sql`source`, sql`publisher_id`],
  ['authored sources', sql`source`, sql`author_id`],
  ['participants', sql`participation`, sql`actor_id`],
  ['mediators', sql`mediator`, sql`actor_id`],
  ['responses', sql`party_response`, sql`party_id`],
  ['proposals', sql`mediation_attempt`, sql`proposal_originator_id`],
  ['positions', sql`position`, sql`holder_id`],
  ['root speakers', sql`claim`, sql`root_speaker_id`],
  ['speakers', sql`attribution`, sql`speaker_id`],
  ['hearers', sql`attribution`, sql`hearer_id`],
  ['earlier redirects', sql`actor_redirect`, sql`survivor_id`],
];

/** Values that name an actor, with the text that goes with them. */
const values: readonly (readonly [name: string, table: Sql])[] = [
  ['claimed values', sql`claim`],
  ['values of sides', sql`disagreement_side`],
];

/**
 * Makes all that refers to the merged actor refer to the survivor, and puts a redirect in the place of the merged one.
 * Lists hold no entry of both for the same by then.
 */
export async function moveReferences(
  tx: Tx,
  merged: MergingActor,
  survivor: MergingActor,
  memberOfId: string | null,
  names: readonly NameRow[],
): Promise<void> {
  const [from, to] = [sql`${merged.id}::uuid`, sql`${survivor.id}::uuid`];
  await tx.$executeRaw(sql`${comment('move the survivor of a merge')}
    UPDATE actor SET member_of_id = ${memberOfId}::uuid WHERE id = ${to} AND member_of_id IS DISTINCT FROM ${memberOfId}::uuid`);
  await tx.$executeRaw(sql`${comment('move members to the survivor')}
    UPDATE actor SET member_of_id = ${to} WHERE member_of_id = ${from} AND id <> ${to}`);
  for (const [name, table, column] of references)
    await tx.$executeRaw(sql`${comment(`move ${name} to the survivor`)}
      UPDATE ${table} SET ${column} = ${to} WHERE ${column} = ${from}`);
  for (const [name, table] of values)
    await tx.$executeRaw(sql`${comment(`move ${name} to the survivor`)}
      UPDATE ${table} SET value_actor_id = ${to}, value_text = concat_ws(' ', value_role::text, ${survivor.slug}::text)
      WHERE value_actor_id = ${from}`);
  await replaceNames(tx, [merged.id, survivor.id], survivor.id, names);
  await moveIdentifiers(tx, from, to);
  await tx.$executeRaw(sql`${comment('delete the merged actor')} DELETE FROM actor WHERE id = ${from}`);
  await tx.$executeRaw(sql`${comment('redirect to the survivor')}
    INSERT INTO actor_redirect (id, slug, survivor_id) VALUES (${from}, ${merged.slug}, ${to})`);
}

async function replaceNames(tx: Tx, of: string[], actorId: string, names: readonly NameRow[]): Promise<void> {
  await tx.actorName.deleteMany({ where: { actorId: { in: of } } });
  await insertAll(
    // Beyond the bound the merge is refused by whoever called, who still wants to see what else it would do.
    names.slice(0, mostListed).map((name, index) => ({ ...name, actorId, position: index + 1 })),
    (data) => tx.actorName.createMany({ data }),
  );
}

/** No two of them are the same: a code names one actor at a time. */
async function moveIdentifiers(tx: Tx, from: Sql, to: Sql): Promise<void> {
  await tx.$executeRaw(sql`${comment('move identifiers to the survivor')}
    UPDATE identifier i SET actor_id = ${to}, position = least(x.position, ${mostListed}::int)
    FROM (SELECT id, row_number() OVER (ORDER BY actor_id <> ${to}, position, id) AS position FROM identifier
      WHERE actor_id IN (${from}, ${to})) x
    WHERE i.id = x.id AND (i.actor_id, i.position::bigint) IS DISTINCT FROM (${to}, x.position)`);
}
