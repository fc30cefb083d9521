import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import type { KeyOptions } from './auth/key-request.ts';
import type { Finding } from './editing/redaction.service.ts';
import type { RedactionOptions } from './editing/redaction-request.ts';
import { appendOnlyTables } from './history/append-only.ts';
import { onInterrupt, repeatMs } from './interrupt.ts';
import { readConfig } from './kernel/config.ts';
import { type Database, openDatabase, shownPath } from './kernel/database.ts';
import type { Db } from './kernel/db.ts';
import { writeDump } from './kernel/dump/dump-writer.ts';
import { checkDump, restoreDump } from './kernel/dump/restore.ts';
import { InputError } from './kernel/errors.ts';
import { OperatingError } from './kernel/operating-error.ts';
import { describeAddress } from './kernel/postgres/address.ts';
import { emptyDatabase } from './kernel/postgres/own-postgres.ts';
import { hasCluster, removeCluster } from './kernel/postgres/removal.ts';
import { type Preparation, prepareDatabase } from './kernel/preparation.ts';
import { Steps } from './kernel/steps.ts';

// What takes long to load is loaded by the commands that need it.
const steps = new Steps((text) => process.stdout.write(text));

/** Loads a folder into the record, while the service runs or not. */
export async function seed(name: string, textFile: string | null): Promise<number> {
  const config = readConfig(process.env);
  const folder = findSeed(name);
  const text = textFile === null ? config.articleText : resolve(callerFolder(), textFile);
  await withMigrated(async (db) => {
    const { seedFolder } = await import('./editing/seed.ts');
    const report = await steps.run(
      'Seed',
      () => seedFolder(db, folder, { textFile: text }),
      () => name,
    );
    for (const [list, { added, kept }] of Object.entries(report))
      if (added + kept > 0) steps.say(`    ${list}: ${added} added, ${kept} on record already`);
  });
  return 0;
}

/** npm runs scripts in the project's folder; a path is meant from where the command was typed. */
function callerFolder(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

function findSeed(name: string): string {
  const own = fileURLToPath(new URL(`../seeds/${name}`, import.meta.url));
  if (/^[a-z0-9-]+$/.test(name) && existsSync(own)) return own;
  const folder = resolve(callerFolder(), name);
  if (existsSync(folder)) return folder;
  throw new InputError(
    `There is no folder ${name}, neither in seeds/ nor as a path. Give a name such as article or comparison, or the path of a folder.`,
  );
}

/** Applies the migrations that the database has not had. */
export async function migrateDatabase(): Promise<number> {
  await withDatabase(async (database) => {
    const { warning } = await prepare(database);
    if (database.serviceRole !== null && warning !== null) steps.say(`  Warning     ${warning}`);
  });
  return 0;
}

function prepare(database: Database): Promise<Preparation> {
  return steps.run(
    'Migrations',
    () => prepareDatabase(database, appendOnlyTables),
    ({ applied }) => describeMigrations(applied),
  );
}

function describeMigrations(names: readonly string[]): string {
  return names.length === 0 ? 'up to date' : `applied ${names.join(', ')}`;
}

async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const database = await steps.run(
    'Database',
    () => openDatabase(readConfig(process.env), 'use'),
    ({ description }) => description,
  );
  let interruptedAt: number | null = null;
  onInterrupt(() => {
    if (interruptedAt === null) {
      interruptedAt = performance.now();
      steps.end();
      void database.close().finally(() => process.exit(130));
    } else if (performance.now() - interruptedAt > repeatMs) process.exit(130);
  });
  // What breaks because a signal closed it is no failure: the process ends as soon as all is closed.
  const waitForEnd = () => (interruptedAt === null ? undefined : new Promise<never>(() => undefined));
  try {
    await waitForEnd();
    await work(database);
  } catch (error) {
    await waitForEnd();
    throw error;
  } finally {
    await database.close();
  }
}

/** Makes an API key, and shows it once. */
export async function createApiKey(options: KeyOptions): Promise<number> {
  const { readKeyRequest } = await import('./auth/key-request.ts');
  const request = readKeyRequest(options, new Date());
  const [{ createKey }, { describeEnd }] = await Promise.all([
    import('./auth/key.service.ts'),
    import('./auth/expiry.ts'),
  ]);
  await withMigrated(async (db) => {
    const { id, text } = await createKey(db, request);
    const { expiresAt } = request;
    steps.say(`
  ${text}

  It is shown this once, and only a hash of it is kept. Send it in the header "Authorization: Bearer …".
  Its id is ${id}; it ${describeEnd({ expiresAt, revokedAt: null }, new Date())}.
  npm run key -- revoke ${id} ends it at once.
`);
  });
  return 0;
}

/** Lists the API keys, a line for each. */
export async function listApiKeys(): Promise<number> {
  const [{ listKeys }, { describeEnd, showMoment }, { nameRole }] = await Promise.all([
    import('./auth/key.service.ts'),
    import('./auth/expiry.ts'),
    import('./auth/viewer.ts'),
  ]);
  await withMigrated(async (db) => {
    const keys = await listKeys(db);
    if (keys.length === 0) steps.say('There are no keys. npm run key -- create --name … --role … makes one.');
    for (const key of keys) {
      const [role, end] = [nameRole(key.role).padEnd(7), describeEnd(key, new Date())];
      steps.say(`${key.id}  ${role}  ${key.name}: made ${showMoment(key.createdAt)}, ${end}`);
    }
  });
  return 0;
}

/** Ends an API key for every request that comes after. */
export async function revokeApiKey(given: string | undefined): Promise<number> {
  const { readRevocation } = await import('./auth/key-request.ts');
  const id = readRevocation(given);
  const [{ revokeKey }, { describeEnd }] = await Promise.all([
    import('./auth/key.service.ts'),
    import('./auth/expiry.ts'),
  ]);
  await withMigrated(async (db) => {
    const key = await revokeKey(db, id);
    steps.say(`The key ${id}, ${key.name}, is ${describeEnd(key, new Date())}.`);
  });
  return 0;
}

async function withMigrated(work: (db: Db) => Promise<void>): Promise<void> {
  await withDatabase(async (database) => {
    await prepare(database);
    await withDb(database, work);
  });
}

async function withDb({ url }: Database, work: (db: Db) => Promise<void>): Promise<void> {
  const { createDb } = await import('./kernel/db.ts');
  const db = createDb(url);
  try {
    await work(db);
  } finally {
    await db.close();
  }
}

/** Writes the record into a file, while the service runs or not. */
export async function dump(name: string): Promise<number> {
  const file = resolve(callerFolder(), name);
  const { databaseUrl, dataDir } = readConfig(process.env);
  if (databaseUrl === null && !(await hasCluster(dataDir)))
    throw new OperatingError(`There is nothing to dump: ${shownPath(dataDir)} holds no database.`);
  await withDatabase(async ({ ownerUrl }) => {
    await steps.run(
      'Dump',
      () => writeDump(ownerUrl, file, (bytes) => steps.progress(`${describeSize(bytes)} of text`)),
      ({ tables, rows, bytes }) =>
        `${rows} rows of ${tables} tables, ${describeSize(bytes)} in ${shownPath(file)}`,
    );
  });
  return 0;
}

/** Fills an empty database from a file that `dump` wrote. */
export async function restore(name: string): Promise<number> {
  const file = resolve(callerFolder(), name);
  const percent = (share: number) => steps.progress(`${Math.floor(share * 100)} %`);
  const found = await steps.run(
    'Dump',
    () => checkDump(file, percent),
    ({ header, footer }) => `of ${header.made}, ${footer.rows} rows of ${footer.tables} tables, whole`,
  );
  await withDatabase(async (database) => {
    const holder = await database.findHolder();
    if (holder)
      throw new OperatingError(
        `The service works on the database (process ${holder.pid}). Stop it first, then restore.`,
      );
    await steps.run(
      'Restore',
      () => restoreDump(database, file, found, percent),
      () => 'every row is back',
    );
    await prepare(database);
    await withDb(database, warnOfKeys);
  });
  return 0;
}

/** A key that was revoked after a dump is valid again when that is restored. */
async function warnOfKeys(db: Db): Promise<void> {
  const { countValidKeys } = await import('./auth/key.service.ts');
  const count = await countValidKeys(db);
  const keys = count === 1 ? '1 API key of the dump is' : `${count} API keys of the dump are`;
  if (count > 0)
    steps.say(`  Keys        ${keys} valid; revoke what was revoked since (npm run key -- list shows them).`);
}

function describeSize(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Empties the database, after a question unless `sure`. */
export async function reset(sure: boolean): Promise<number> {
  const { databaseUrl, migrationDatabaseUrl, dataDir } = readConfig(process.env);
  const place = databaseUrl === null ? shownPath(dataDir) : describeAddress(databaseUrl);
  if (databaseUrl === null && !(await hasCluster(dataDir))) {
    steps.say(`There is nothing to empty: ${place} holds no database.`);
    return 0;
  }
  if (databaseUrl === null) await removeCluster(dataDir, () => confirm(place, sure));
  else await emptyDatabase(databaseUrl, migrationDatabaseUrl, () => confirm(place, sure));
  steps.say(`The database ${place} is empty. npm start fills it anew.`);
  return 0;
}

/** @throws {OperatingError} when the answer is not yes, or nobody is there to give one */
async function confirm(place: string, sure: boolean): Promise<void> {
  if (sure) return;
  if (!process.stdin.isTTY)
    throw new OperatingError(
      `This deletes all that ${place} holds, and nobody is there to be asked. Run npm run reset -- --yes if that is meant.`,
    );
  if (!isYes(await ask(`This deletes all that ${place} holds. Go on? (y/N) `)))
    throw new OperatingError('Nothing was deleted.');
}

/** The answer to a question; an empty one for Ctrl-C and Ctrl-D. */
async function ask(question: string): Promise<string> {
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await asking.question(question);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
    steps.say('');
    return '';
  } finally {
    asking.close();
  }
}

function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer.trim());
}

/** Takes a text out of the record and its history, after a question unless `yes`. */
export async function redact(
  options: RedactionOptions & { text?: string | undefined; yes: boolean; 'dry-run': boolean },
): Promise<number> {
  const { yes, 'dry-run': dry } = options;
  const { readReplacement, readRedaction } = await import('./editing/redaction-request.ts');
  const replacement = readReplacement(await readText(options.text), options.with);
  const request = dry ? null : readRedaction(replacement, options);
  if (request && !yes && !process.stdin.isTTY)
    throw new OperatingError(
      'This cannot be undone, and nobody is there to be asked. Add --dry-run to see where the text stands, and --yes if it is to go.',
    );
  const { findText, redactText } = await import('./editing/redaction.service.ts');
  await withDatabase(async (database) => {
    await prepare(database);
    const finding = await steps.run(
      'Search',
      () => findText(database.ownerUrl, replacement, (table) => steps.progress(table)),
      describeFinding,
    );
    for (const { table, rows, columns } of finding.held)
      steps.say(`    ${table}: ${rows} (${columns.join(', ')})`);
    for (const { column, rows } of finding.kept)
      steps.say(`    ${column}: ${rows} that stay; docs/operating.md tells what can be done`);
    if (finding.held.length === 0)
      throw new OperatingError(
        'The text stands nowhere that it can be taken out of, so nothing was changed.',
      );
    if (!request) return;
    if (
      !yes &&
      !isYes(await ask('The text is taken out of all of them, which cannot be undone. Go on? (y/N) '))
    )
      throw new OperatingError('Nothing was changed.');
    await steps.run(
      'Redaction',
      () => redactText(database.ownerUrl, request, (table) => steps.progress(table)),
      (rows) => `the text is out of ${rows} rows`,
    );
    steps.say(remains);
  });
  return 0;
}

const remains = `
  What this command cannot reach still holds the text: dumps and backups that were made before, the log of changes
  (WAL) and freed parts of the files of Postgres until they are written over, and what others have read.
  docs/operating.md, "When the law asks", tells what to do about each.
`;

function describeFinding({ held }: Finding): string {
  const rows = held.reduce((sum, each) => sum + each.rows, 0);
  return `${rows} rows of ${held.length} tables hold the text`;
}

/** The text that is given, or one from standard input, which stands in no list of commands. */
async function readText(given: string | undefined): Promise<string | undefined> {
  if (given !== '-') return given;
  if (process.stdin.isTTY) return ask('The text to take out, in one line: ');
  return readFileSync(0, 'utf8');
}

/** Writes schema.graphql, or checks that it says what the source says. */
export async function schemaFile(check: boolean): Promise<number> {
  const path = fileURLToPath(new URL('../schema.graphql', import.meta.url));
  const [{ buildSchema, lexicographicSortSchema, printSchema }, { schema }] = await Promise.all([
    import('graphql'),
    import('./schema.ts'),
  ]);
  if (!check) {
    writeFileSync(path, `${printSchema(schema)}\n`);
    return 0;
  }
  // Which type comes first depends on which file was loaded first, and means nothing.
  const sorted = (read: typeof schema) => printSchema(lexicographicSortSchema(read));
  const committed = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (committed !== '' && sorted(buildSchema(committed)) === sorted(schema)) return 0;
  throw new OperatingError(
    'schema.graphql does not say what the source says. Run npm run schema, and commit it with a line in CHANGELOG.md.',
  );
}
