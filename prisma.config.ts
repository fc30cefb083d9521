import childProcess from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'prisma/config';

// The command line would ask for newer versions of itself.
process.env.CHECKPOINT_DISABLE ??= '1';

/**
 * Prisma's command line runs a schema engine that it downloads. Here it runs the same engine from the npm
 * registry, compiled to WebAssembly, by `scripts/schema-engine.ts`. PRISMA_SCHEMA_ENGINE_BINARY, when it is
 * set already, is left to name another.
 */
if (!process.env.PRISMA_SCHEMA_ENGINE_BINARY) {
  const engine = fileURLToPath(new URL('scripts/schema-engine.ts', import.meta.url));
  process.env.PRISMA_SCHEMA_ENGINE_BINARY = engine;
  // Windows starts no scripts, and elsewhere a script would depend on its executable bit: the command line's
  // call, which names the engine as the program, is turned into one of Node.
  const spawn = childProcess.spawn;
  Object.assign(childProcess, {
    spawn: (program: string, args: readonly string[], options: childProcess.SpawnOptions) =>
      program === engine
        ? spawn(process.execPath, ['--import', import.meta.resolve('tsx'), engine, ...args], options)
        : spawn(program, args, options),
  });
}

/**
 * The database of the embedded Postgres while the service runs on DATA_DIR. What `prisma generate` and
 * `prisma validate` get where there is none leads nowhere, and they do not ask it.
 */
function findEmbedded(): string {
  const folder = join(process.env.DATA_DIR || '.data', 'postgres');
  try {
    const port = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[3];
    const password = readFileSync(join(folder, 'password'), 'utf8').trim();
    return `postgresql://postgres:${password}@127.0.0.1:${Number(port)}/demarche`;
  } catch {
    return 'postgresql://127.0.0.1:5432/demarche';
  }
}

export default defineConfig({
  schema: 'prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: {
    url: process.env.MIGRATION_DATABASE_URL || process.env.DATABASE_URL || findEmbedded(),
    shadowDatabaseUrl: process.env.SHADOW_DATABASE_URL || undefined,
  },
});
