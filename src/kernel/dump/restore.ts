import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database, Place } from '../database.ts';
import { findMigrations, listMigrationNames, migrate, takeTurn } from '../migrate.ts';
import { OperatingError } from '../operating-error.ts';
import { sessionConfig } from '../postgres/address.ts';
import type { DumpedTable, DumpHeader } from './dump-format.ts';
import { type Dump, readDump } from './dump-reader.ts';
import { findFilled, listTables, quoted, setSequences, takeRulesOff } from './dump-tables.ts';

/**
 * Reads a dump through before anything is done with it.
 *
 * @throws {OperatingError} when it is damaged, or of a later version of the service
 */
export async function checkDump(file: string, progress: (share: number) => void): Promise<Dump> {
  const dump = await readDump(file, progress);
  const known = await listMigrationNames();
  const unknown = dump.header.migrations.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new OperatingError(
      `${file} was made by another version of the service, with the migration ${unknown}, which this one does not have. Restore it with that version or a later one.`,
    );
  return dump;
}

/**
 * Puts the rows of a dump into an empty database, all of them or none. The database is migrated first as far as the
 * dump's was; what came after is the caller's to apply.
 *
 * @param ownerUrl the database as the owner of its tables
 * @param progress told how much of the file has been read, from 0 to 1
 * @throws {OperatingError} when the database is not empty, or is migrated otherwise
 */
export async function restoreDump(
  { ownerUrl, place }: Pick<Database, 'ownerUrl' | 'place'>,
  file: string,
  { header }: Dump,
  progress: (share: number) => void,
): Promise<void> {
  const client = new pg.Client(sessionConfig(ownerUrl, 'demarche restore'));
  client.on('error', () => undefined);
  await client.connect();
  try {
    const fresh = (await findMigrations(client)) === null;
    if (!fresh) await checkEmpty(client, place);
    const applied = await migrate(ownerUrl, header.migrations);
    // A service that starts meanwhile waits for its turn to migrate, and then finds the record there.
    const turn = await takeTurn(ownerUrl);
    try {
      await client.query('BEGIN');
      await client.query(
        'SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0',
      );
      const tables = await checkTables(client, place, header);
      await client.query(
        `/* nobody writes now */ LOCK TABLE ${tables.map(({ name }) => quoted(name)).join(', ')} IN ACCESS EXCLUSIVE MODE`,
      );
      // Rows that migrations have just made are in the dump, too.
      const own = fresh && applied.length === header.migrations.length;
      if (!own) await checkEmpty(client, place);
      await load(client, file, tables, own, progress);
      await client.query('COMMIT');
    } finally {
      await turn.end();
    }
    await client.query(
      `/* statistics */ ANALYZE ${header.tables.map(({ name }) => quoted(name)).join(', ')}`,
    );
  } catch (cause) {
    if (!(cause instanceof pg.DatabaseError)) throw cause;
    throw new OperatingError(
      `${file} cannot be restored into ${place.name}: ${cause.message}. Nothing of it was kept.`,
      { cause },
    );
  } finally {
    // A transaction that is not committed ends with its session.
    await client.end().catch(() => undefined);
  }
}

async function load(
  client: pg.Client,
  file: string,
  tables: readonly DumpedTable[],
  emptyFirst: boolean,
  progress: (share: number) => void,
): Promise<void> {
  const putBack = await takeRulesOff(client);
  if (emptyFirst)
    await client.query(`/* empty first */ TRUNCATE ${tables.map(({ name }) => quoted(name)).join(', ')}`);
  const { footer } = await readDump(file, progress, async ({ name, columns }, rows) => {
    const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
    const copy = client.query(copyFrom(`/* restore */ COPY ${quoted(name)} (${list}) FROM STDIN`));
    await pipeline(Readable.from(rows, { objectMode: false }), copy);
  });
  await putBack();
  await setSequences(client, footer.sequences);
}

async function checkEmpty(client: pg.Client, place: Place): Promise<void> {
  const filled = await findFilled(client, await listTables(client));
  if (filled === null) return;
  throw new OperatingError(
    `${capitalised(place.name)} is not empty (there are rows in ${filled}), and a dump is restored into an empty one alone. Run npm run reset first, or name ${place.another}.`,
  );
}

/** What a dump says of its tables reaches statements only as far as the database says the same. */
async function checkTables(client: pg.Client, place: Place, header: DumpHeader): Promise<DumpedTable[]> {
  const migrations = ((await findMigrations(client)) ?? []).map(({ name }) => name);
  const tables = await listTables(client);
  if (isDeepStrictEqual(migrations, header.migrations) && isDeepStrictEqual(tables, header.tables))
    return tables;
  throw new OperatingError(
    `${capitalised(place.name)} has other tables or migrations than the one that was dumped. Run npm run reset first, which leaves it to the restore to make them.`,
  );
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
