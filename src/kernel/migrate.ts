import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { OperatingError } from './operating-error.ts';
import { openSchemaEngine, takePanic } from './schema-engine.ts';

const folder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/**
 * Applies the migrations that a database has not had, by Prisma's engine and with its bookkeeping, as `prisma
 * migrate deploy` does. Two processes that do so at once take turns.
 *
 * @returns the names of those that were applied, in order
 * @throws {OperatingError} when a migration fails, or when one has failed before
 */
export async function migrate(url: string): Promise<string[]> {
  const engine = await openSchemaEngine({ url });
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: await listMigrations(),
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } catch (error) {
    const message = takePanic() ?? (error instanceof Error ? error.message : String(error));
    throw new OperatingError(`The database cannot be migrated: ${shorten(message)}`, { cause: error });
  } finally {
    engine.free();
  }
}

async function listMigrations() {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? entry.name : [])).sort();
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

/** The engine explains at length; its first lines say what happened, and the rest is its own stack. */
function shorten(message: string): string {
  return message
    .split(/\n\s*0: /, 1)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}
