import pg from 'pg';
import { foldText } from '../claims/comparison.ts';
import { newId } from '../kernel/ids.ts';
import { codeOf, OperatingError } from '../kernel/operating-error.ts';
import {
  begin,
  countKept,
  countRows,
  type Holding,
  type Instructions,
  insertRedaction,
  listColumns,
  lockTables,
  redactRows,
  spellInJson,
  vacuum,
  withOwner,
} from './redaction.store.ts';
import {
  type Column,
  isKept,
  isSlug,
  keptByTable,
  type RedactionRequest,
  type Replacement,
  spellAsSlug,
} from './redaction.ts';

/** Where a text stands. */
export interface Finding {
  /** The tables that it can be taken out of. */
  readonly held: readonly Holding[];
  /** The columns that hold it and keep it. */
  readonly kept: readonly { readonly column: string; readonly rows: number }[];
}

/** A table with the columns of it that a text is taken out of. */
interface Target {
  readonly table: string;
  readonly columns: readonly string[];
}

/** How often the redaction waits anew for those who write, when it and one of them wait for each other. */
const mostTries = 10;

/**
 * Finds where a text stands, and changes nothing.
 * @param ownerUrl the database as the owner of its tables
 * @param progress told which table is read
 */
export async function findText(
  ownerUrl: string,
  replacement: Replacement,
  progress: (table: string) => void,
): Promise<Finding> {
  return withOwner(ownerUrl, async (client) =>
    naming(async () => {
      await begin(client, 'read');
      const columns = await listColumns(client);
      const how = await instruct(client, columns, replacement);
      const held: Holding[] = [];
      for (const target of targetsOf(columns, replacement)) {
        progress(target.table);
        const holding = await countRows(client, target, how);
        if (holding.rows > 0) held.push(holding);
      }
      const kept: { column: string; rows: number }[] = [];
      for (const column of columns.filter((each) => each.textual && isKept(each, replacement))) {
        const slug = isSlug(column) ? spellAsSlug(replacement.what) : '';
        const rows = await countKept(client, column, replacement.what, slug);
        if (rows > 0) kept.push({ column: `${column.table}.${column.name}`, rows });
      }
      await client.query('ROLLBACK');
      return { held, kept };
    }),
  );
}

/**
 * Takes a text out of every row of every table, those of history among them, and keeps that it did, who did it and
 * why. Everything is done or nothing. While it lasts others read and nobody writes, so that nobody puts the text back
 * who read it before. What has the text afterwards all the same is found, and then nothing is done.
 *
 * @returns how many rows were changed; none where the text is nowhere, and then nothing is kept
 * @throws {OperatingError} when a rule of the database does not let the replacement stand
 */
export async function redactText(
  ownerUrl: string,
  request: RedactionRequest,
  progress: (table: string) => void,
): Promise<number> {
  return withOwner(ownerUrl, async (client) => {
    const { rows, tables } = await naming(() => redactOnce(client, request, progress));
    if (rows > 0) {
      progress('clearing up');
      await vacuum(client, tables).catch(() => {
        throw new OperatingError(
          `The text was taken out of ${rows} rows, and the tables could not be cleared of what they were. Run VACUUM (ANALYZE) on the database.`,
        );
      });
    }
    return rows;
  });
}

async function redactOnce(
  client: pg.Client,
  request: RedactionRequest,
  progress: (table: string) => void,
): Promise<{ rows: number; tables: string[] }> {
  const columns = await beginAlone(client);
  const how = await instruct(client, columns, request);
  const tables: string[] = [];
  let rows = 0;
  for (const target of targetsOf(columns, request)) {
    progress(target.table);
    const changed = await redactRows(client, target, how);
    if (changed === 0) continue;
    rows += changed;
    tables.push(target.table);
  }
  for (const target of targetsOf(columns, request).filter(({ table }) => tables.includes(table))) {
    progress(`${target.table} again`);
    if ((await countRows(client, target, how)).rows > 0)
      throw new OperatingError(
        `With this replacement the text stands in ${target.table} anew, so nothing was changed. Give another one in --with.`,
      );
  }
  if (rows === 0) {
    await client.query('ROLLBACK');
    return { rows, tables };
  }
  const { by, reason } = request;
  await insertRedaction(client, { id: newId(), at: how.at, by, reason, rows });
  await client.query('COMMIT');
  return { rows, tables };
}

/** Begins a transaction in which nobody else writes, and reads what columns there are. */
async function beginAlone(client: pg.Client): Promise<Column[]> {
  for (let tries = 1; ; tries += 1) {
    await begin(client, 'write');
    try {
      const columns = await listColumns(client);
      await lockTables(client, [...new Set(columns.map(({ table }) => table))]);
      return columns;
    } catch (error) {
      if (codeOf(error) !== '40P01' || tries === mostTries) throw error;
      await client.query('ROLLBACK');
    }
  }
}

async function instruct(
  client: pg.Client,
  columns: readonly Column[],
  replacement: Replacement,
): Promise<Instructions> {
  const about = { what: foldText(replacement.what), instead: foldText(replacement.instead) };
  const { what, instead } = replacement;
  const written = await spellInJson(client, what);
  return {
    what,
    instead,
    needles: [...new Set([...written, ...(await spellInJson(client, about.what))])],
    written,
    about,
    kept: keptByTable(columns, replacement),
    at: new Date().toISOString(),
  };
}

function targetsOf(columns: readonly Column[], replacement: Replacement): Target[] {
  const targets = new Map<string, string[]>();
  for (const column of columns) {
    if (!column.textual || isKept(column, replacement)) continue;
    targets.set(column.table, [...(targets.get(column.table) ?? []), column.name]);
  }
  return [...targets].map(([table, names]) => ({ table, columns: names }));
}

/** Names what went wrong without what the database says of it, which can hold the text. */
async function naming<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const { code = '', table, constraint } = error;
    throw new OperatingError(
      code.startsWith('23')
        ? `With this replacement ${constraint ?? 'a rule'} of ${table ?? 'a table'} would not hold, so nothing was changed. Give another one in --with.`
        : `PostgreSQL refused the redaction (${code}), so nothing was changed. See whether the address is that of the owner of the tables, and try again.`,
    );
  }
}
