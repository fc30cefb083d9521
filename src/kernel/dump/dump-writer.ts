import { createHash } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { findMigrations } from '../migrate.ts';
import { codeOf, OperatingError } from '../operating-error.ts';
import { describeAddress, sessionConfig } from '../postgres/address.ts';
import { reasonOf } from '../postgres/data-dir.ts';
import { countLines, endOfRows, formatName, formatVersion } from './dump-format.ts';
import { listSequences, listTables, quoted } from './dump-tables.ts';

/** Values are written in full and in the one form that is always read alike; a long dump is not cut short. */
const textSettings = `SET LOCAL bytea_output = 'hex'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 1;
  SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`;

export interface DumpReport {
  readonly tables: number;
  readonly rows: number;
  /** Of the file. */
  readonly bytes: number;
}

/**
 * Writes the whole record into a file, as it is at one moment, while the service runs or not. The file gets its name
 * when it is whole; a process that ends before leaves none, and one that is killed leaves a file named `.part`.
 *
 * @param url the database as the owner of its tables
 * @param progress told how many bytes of text have been written
 * @throws {OperatingError} when there is such a file, it cannot be written, or the database holds no record
 */
export async function writeDump(
  url: string,
  file: string,
  progress: (bytes: number) => void,
): Promise<DumpReport> {
  if (await exists(file)) throw new OperatingError(inTheWay(file));
  const part = `${file}.${process.pid}.part`;
  const remove = () => rmSync(part, { force: true });
  process.once('exit', remove);
  const client = new pg.Client(sessionConfig(url, 'demarche dump'));
  client.on('error', () => undefined);
  const total = { tables: 0, rows: 0 };
  try {
    await client.connect();
    await pipeline(
      Readable.from(withChecksum(writeLines(client, url, total), progress)),
      createGzip({ level: 4 }),
      createWriteStream(part, { flags: 'wx', mode: 0o600 }),
    );
    await settle(part, file);
    return { ...total, bytes: (await stat(file)).size };
  } catch (cause) {
    if (cause instanceof OperatingError) throw cause;
    const disk = cause instanceof Error && 'syscall' in cause && cause.syscall !== 'connect';
    throw new OperatingError(
      disk
        ? `The dump cannot be written to ${file}: ${reasonOf(cause)}. Name a file in a folder with room for it.`
        : `The database ${describeAddress(url)} cannot be dumped: ${cause instanceof Error ? cause.message : String(cause)}.`,
      { cause },
    );
  } finally {
    // It ends in its own time: where the file failed, rows that nobody reads any more are still on their way.
    void client.end().catch(() => undefined);
    remove();
    process.off('exit', remove);
  }
}

async function* writeLines(
  client: pg.Client,
  url: string,
  total: { tables: number; rows: number },
): AsyncGenerator<Buffer> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query(textSettings);
  const migrations = await findMigrations(client);
  if (migrations === null)
    throw new OperatingError(
      `The database ${describeAddress(url)} holds no record of this service, so there is nothing to dump.`,
    );
  const tables = await listTables(client);
  if (tables.length > 0)
    // Migrations wait, so that the tables are what the first line says.
    await client.query(
      `/* keep tables */ LOCK TABLE ${tables.map(({ name }) => quoted(name)).join(', ')} IN ACCESS SHARE MODE`,
    );
  const { rows: facts } = await client.query<{ made: string; postgres: string }>(
    `/* dump facts */ SELECT to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS made, current_setting('server_version') AS postgres`,
  );
  const names = migrations.filter(({ done }) => done).map(({ name }) => name);
  yield line({ format: formatName, version: formatVersion, ...facts[0], migrations: names, tables });
  for (const { name, columns } of tables) {
    yield line({ table: name });
    const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
    let rows = 0;
    for await (const chunk of client.query(copyTo(`/* dump */ COPY ${quoted(name)} (${list}) TO STDOUT`))) {
      rows += countLines(chunk);
      yield chunk;
    }
    yield endOfRows;
    yield line({ rows });
    total.rows += rows;
    total.tables += 1;
  }
  // Read last, no sequence can stand behind the rows.
  yield line({ sequences: await listSequences(client), ...total });
  await client.query('COMMIT');
}

async function* withChecksum(
  lines: AsyncIterable<Buffer>,
  progress: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of lines) {
    hash.update(chunk);
    bytes += chunk.length;
    progress(bytes);
    yield chunk;
  }
  yield line({ sha256: hash.digest('hex') });
}

function line(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

/** Gives a whole file its name, unless another has come there meanwhile. */
async function settle(part: string, file: string): Promise<void> {
  const written = await open(part, 'r+');
  await written.sync().finally(() => written.close());
  try {
    await link(part, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || (await exists(file)))
      throw new OperatingError(inTheWay(file), { cause: error });
    // Some file systems have no second names.
    await rename(part, file);
  }
  await rm(part, { force: true });
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function inTheWay(file: string): string {
  return `${file} exists already, and a dump overwrites nothing. Name another file, or remove that one.`;
}
