import pg from 'pg';
import type { DumpedTable, DumpFooter } from './dump-format.ts';

/** The bookkeeping of the migrations is not dumped: a restore migrates, and keeps its own. */
const bookkeeping = '_prisma_migrations';

/** What holds rows of the service: neither the bookkeeping nor what belongs to an extension. */
const ownTables = `relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '${bookkeeping}'
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')`;

/** The tables of a database, each with its columns, by name. */
export async function listTables(client: pg.Client): Promise<DumpedTable[]> {
  const { rows } = await client.query<DumpedTable>(`/* tables to dump */
    SELECT relname::text AS name, array(SELECT attname::text FROM pg_attribute
      WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attname) AS columns
    FROM pg_class c WHERE ${ownTables} ORDER BY relname`);
  return rows;
}

/** The sequences that have given out a number, with the last one. */
export async function listSequences(client: pg.Client): Promise<DumpFooter['sequences']> {
  const { rows } = await client.query<{ name: string; last: string }>(`/* sequences to dump */
    SELECT sequencename::text AS name, last_value::text AS last FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename`);
  return rows;
}

export async function setSequences(client: pg.Client, sequences: DumpFooter['sequences']): Promise<void> {
  for (const { name, last } of sequences)
    await client.query('/* set sequence */ SELECT setval(format($1, $2::text)::regclass, $3::bigint)', [
      'public.%I',
      name,
      last,
    ]);
}

/** A table's name as statements write it. */
export function quoted(table: string): string {
  return `public.${pg.escapeIdentifier(table)}`;
}

/** The name of a table that holds rows; null when none does. */
export async function findFilled(client: pg.Client, tables: readonly DumpedTable[]): Promise<string | null> {
  for (const { name } of tables) {
    const { rowCount } = await client.query(`/* is it empty */ SELECT FROM ${quoted(name)} LIMIT 1`);
    if (rowCount) return name;
  }
  return null;
}

/**
 * Takes the foreign keys and triggers off all tables within a transaction, so that rows come in as they were, in any
 * order, and nothing follows from them a second time. An owner may do so without being a superuser.
 *
 * @returns puts them back as they were, and so checks every foreign key
 */
export async function takeRulesOff(client: pg.Client): Promise<() => Promise<void>> {
  const { rows: keys } = await client.query<{
    table: string;
    name: string;
    definition: string;
  }>(`/* foreign keys */
    SELECT relname AS table, conname AS name, pg_get_constraintdef(k.oid) AS definition
    FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid WHERE contype = 'f' AND ${ownTables} ORDER BY relname, conname`);
  const { rows: triggers } = await client.query<{
    table: string;
    name: string;
    state: string;
  }>(`/* triggers */
    SELECT relname AS table, tgname AS name, tgenabled::text AS state
    FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal AND ${ownTables} ORDER BY relname, tgname`);
  for (const { table, name } of keys)
    await client.query(
      `/* take off */ ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${pg.escapeIdentifier(name)}`,
    );
  for (const { table, name } of triggers)
    await client.query(
      `/* take off */ ALTER TABLE ${quoted(table)} DISABLE TRIGGER ${pg.escapeIdentifier(name)}`,
    );
  return async () => {
    // What is checked at the end of a transaction is checked now: a table cannot be altered before.
    await client.query('/* check now */ SET CONSTRAINTS ALL IMMEDIATE');
    for (const { table, name, state } of triggers) {
      const enable = enabling[state];
      if (enable !== undefined)
        await client.query(
          `/* put back */ ALTER TABLE ${quoted(table)} ${enable} TRIGGER ${pg.escapeIdentifier(name)}`,
        );
    }
    for (const { table, name, definition } of keys)
      await client.query(
        `/* put back */ ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${pg.escapeIdentifier(name)} ${definition}`,
      );
  };
}

/** By the states of a trigger in the catalogue; one that was disabled stays so. */
const enabling: Readonly<Record<string, string>> = {
  O: 'ENABLE',
  A: 'ENABLE ALWAYS',
  R: 'ENABLE REPLICA',
};
