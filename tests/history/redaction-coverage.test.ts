import { expect, test } from 'vitest';
import { findText, redactText } from '../../src/editing/redaction.service.ts';
import { keptColumns } from '../../src/editing/redaction.ts';
import { testDatabase } from '../setup/database.ts';

interface Described {
  table: string;
  name: string;
  type: string;
  kind: string;
}

const text = 'Ahmad Dar of Main Street';
const quiet = () => undefined;

/** A value of a column's type, which holds the text wherever the type can; null where the type is not known. */
function writeValue({ type, kind, name }: Described): string | null {
  if (type === 'text' || type.startsWith('character varying')) return `'${text}'`;
  if (type === 'text[]') return `ARRAY['before', 'by ${text}.']`;
  if (/^jsonb?$/.test(type)) return `'{"${name}": ["${text}", {"deep": "x ${text} y"}], "n": 1}'`;
  if (type === 'uuid') return 'gen_random_uuid()';
  if (kind === 'e') return `(enum_range(NULL::${type}))[1]`;
  if (type.endsWith('[]')) return `'{}'::${type}`;
  if (/^(integer|bigint|double precision)$/.test(type)) return '1';
  if (type === 'boolean') return 'false';
  if (/^(timestamp|date)/.test(type)) return "'2026-01-01'";
  if (type === 'bytea') return String.raw`'\x00'`;
  return null;
}

test('every column of every table that can hold a text is rid of it, but for those that are kept by name', async () => {
  const db = await testDatabase();
  const { owner } = db;
  // Rows that no rule of the database stands in the way of: only what a redaction does with columns is looked at.
  const { rows: rules } = await owner.query<{ drop: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) AS drop FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'x') AND conrelid <> 0`,
  );
  for (const { drop } of rules) await owner.query(drop).catch(quiet);
  // A table that comes later, with types of its own.
  await owner.query('CREATE TABLE later (id uuid, words varchar(100), old json, many text[], more jsonb)');
  const { rows: columns } = await owner.query<Described>(
    `SELECT c.relname AS table, attname AS name, format_type(atttypid, NULL) AS type, typtype AS kind
     FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
       JOIN pg_type t ON t.oid = atttypid
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations' ORDER BY 1, attnum`,
  );
  expect(columns.filter((column) => writeValue(column) === null)).toEqual([]);
  const tables = [...new Set(columns.map(({ table }) => table))];
  for (const table of tables) {
    const of = columns.filter((column) => column.table === table);
    await owner.query(
      `SET session_replication_role = replica;
       INSERT INTO "${table}" (${of.map(({ name }) => `"${name}"`).join(', ')}) VALUES (${of.map(writeValue).join(', ')})`,
    );
  }
  const holding = async () => {
    const found: string[] = [];
    for (const table of tables) {
      const { rows } = await owner.query<{ key: string }>(
        `SELECT DISTINCT e.key FROM "${table}" t, jsonb_each(to_jsonb(t)) e WHERE e.value::text LIKE '%' || $1 || '%'`,
        [text],
      );
      found.push(...rows.map(({ key }) => `${table}.${key}`));
    }
    return found.sort();
  };
  const textual = columns.filter((column) => writeValue(column)?.includes(text));
  expect(await holding()).toEqual(textual.map(({ table, name }) => `${table}.${name}`).sort());

  const named = Object.entries(keptColumns).flatMap(([table, names]) =>
    names.map((name) => `${table}.${name}`),
  );
  const slugs = columns.filter(({ name }) => name === 'slug').map(({ table }) => `${table}.slug`);
  const staying = [...named, ...slugs].sort();
  const going = textual.filter(({ table, name }) => !staying.includes(`${table}.${name}`));

  const replacement = { what: text, instead: 'X' };
  const { held, kept } = await findText(db.ownerUrl, replacement, quiet);
  expect(held.flatMap(({ table, columns: names }) => names.map((name) => `${table}.${name}`)).sort()).toEqual(
    going.map(({ table, name }) => `${table}.${name}`).sort(),
  );
  expect(kept.map(({ column }) => column).sort()).toEqual(staying);

  const request = { ...replacement, by: 'Records office', reason: 'A court order.' };
  const rows = await redactText(db.ownerUrl, request, quiet);
  expect(rows).toBe(new Set(going.map(({ table }) => table)).size);
  expect(await holding()).toEqual(staying);
});
