import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { codeOf, OperatingError } from './operating-error.ts';
import { describeAddress, sessionConfig } from './postgres/address.ts';
import { lockSpace } from './postgres/session.ts';
import { openSchemaEngine, takePanic } from './schema-engine.ts';

const folder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/**
 * Applies the migrations that a database has not had, by Prisma's engine and with its bookkeeping, as `prisma
 * migrate deploy` does. Two processes that do so at once take turns. A migration that failed or was interrupted is
 * tried again: each is one script that the database carries out whole or not at all.
 *
 * @param url the address of the database as the owner of its tables
 * @param names the migrations to apply; all of the service's unless a database is to be as an older one was
 * @returns the names of those that were applied, in order
 * @throws {OperatingError} when a migration fails
 */
export async function migrate(url: string, names?: readonly string[]): Promise<string[]> {
  const turn = await takeTurn(url);
  try {
    const wanted = names ?? (await listMigrationNames());
    if (await hasAll(turn, wanted)) return [];
    await refuseExtensionsElsewhere(turn, url);
    return await applyAll(url, wanted);
  } catch (error) {
    if (error instanceof OperatingError) throw error;
    throw new OperatingError(explain(error, url), { cause: error });
  } finally {
    await turn.end();
  }
}

async function applyAll(url: string, names: readonly string[]): Promise<string[]> {
  const engine = await openSchemaEngine({ url });
  try {
    const input = {
      migrationsList: await readMigrations(names),
      filters: { externalTables: [], externalEnums: [] },
    };
    const history = await engine.methods.diagnoseMigrationHistory({ ...input, optInToShadowDatabase: false });
    for (const migrationName of history.failedMigrationNames)
      await engine.methods.markMigrationRolledBack({ migrationName });
    const { appliedMigrationNames } = await engine.methods.applyMigrations(input);
    return appliedMigrationNames;
  } finally {
    await engine.close();
  }
}

/**
 * Whether a database has every migration and none that failed. The engine would tell as well, but what it takes
 * to load it stays in memory for as long as the process runs.
 */
async function hasAll(client: pg.Client, wanted: readonly string[]): Promise<boolean> {
  const migrations = await findMigrations(client);
  if (migrations === null) return false;
  const done = new Set(migrations.map(({ name }) => name));
  return migrations.every((row) => row.done) && wanted.every((name) => done.has(name));
}

/** Every session takes names for those of the schema public, and an extension that is there already stays where it is. */
async function refuseExtensionsElsewhere(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ name: string; place: string }>(
    `/* extensions elsewhere */ SELECT extname AS name, nspname AS place FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
     WHERE extname IN ('unaccent', 'pg_trgm', 'btree_gist') AND nspname <> 'public' ORDER BY 1`,
  );
  const [found] = rows;
  if (!found) return;
  const moves = rows.map(({ name }) => `ALTER EXTENSION ${name} SET SCHEMA public;`).join(' ');
  throw new OperatingError(
    `The extension ${found.name} of the database ${describeAddress(url)} stands in the schema ${found.place}, and the service looks for it in public. Move what stands elsewhere: ${moves}`,
  );
}

/** The migrations that a database has had, in order; null where it has had none and keeps no books. */
export async function findMigrations(client: pg.Client): Promise<{ name: string; done: boolean }[] | null> {
  const { rows: found } = await client.query(
    `/* whether there are migrations */ SELECT to_regclass('_prisma_migrations') IS NOT NULL AS any`,
  );
  if (!found[0]?.any) return null;
  const { rows } = await client.query<{ name: string; done: boolean }>(
    `/* migrations so far */ SELECT migration_name AS name, finished_at IS NOT NULL AS done FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return rows;
}

/** The engine waits ten seconds for its own lock and then gives up; here a process waits as long as another works. */
export async function takeTurn(url: string): Promise<pg.Client> {
  const client = new pg.Client(sessionConfig(url, 'demarche migrate'));
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`/* wait for other migrations */ SELECT pg_advisory_lock(${lockSpace}, 3)`);
  // Prisma's command line holds no other than the engine's.
  await client.query(`/* wait for prisma migrate */ SELECT pg_advisory_lock(${engineLock})`);
  await client.query(`/* leave it to the engine */ SELECT pg_advisory_unlock(${engineLock})`);
  return client;
}

const engineLock = 72707369;

/** The names of the service's own migrations, in order. */
export async function listMigrationNames(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? entry.name : [])).sort();
}

async function readMigrations(names: readonly string[]) {
  return {
    baseDir: folder,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(`${folder}/migration_lock.toml`, 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(`${folder}/${name}/migration.sql`, 'utf8') },
        },
      })),
    ),
  };
}

function explain(error: unknown, url: string): string {
  if (codeOf(error) === 'P3005')
    return `The database ${describeAddress(url)} holds tables that are not of this service. Give it an empty one of its own.`;
  const message = takePanic() ?? (error instanceof Error ? error.message : String(error));
  // The engine passes on what Postgres says, but not its code.
  const advice = /permission denied|must be owner/.test(message)
    ? 'Name the owner of its tables in MIGRATION_DATABASE_URL, beside the role that serves in DATABASE_URL.'
    : 'Nothing of that migration was kept; start again when it is mended.';
  return `The database ${describeAddress(url)} cannot be migrated: ${shorten(message)} ${advice}`;
}

/** The engine explains at length; what Postgres said, or else the first lines, say what happened. */
function shorten(message: string): string {
  const [explained = ''] = message.split(/\n\s*0: |\nDbError /, 1);
  const line = explained.replace(/\s+/g, ' ').trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
