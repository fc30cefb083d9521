/**
 * Checks that what is written down twice says the same twice: schema.graphql and the source, the migrations and
 * the models.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { schemaFile } from '../src/commands.ts';
import { OperatingError } from '../src/kernel/operating-error.ts';
import { describeFailure } from '../src/kernel/preconditions.ts';
import { startTemporaryPostgres } from '../tests/setup/temporary-postgres.ts';

try {
  await schemaFile(true);
  await compareMigrations();
  process.stdout.write('schema.graphql and the migrations are up to date.\n');
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = 1;
}

async function compareMigrations(): Promise<void> {
  const server = await startTemporaryPostgres();
  try {
    const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js');
    const diff = [
      'migrate',
      'diff',
      '--from-migrations',
      'prisma/migrations',
      '--to-schema',
      'prisma',
      '--exit-code',
    ];
    const child = spawn(process.execPath, [prisma, ...diff], {
      env: { ...process.env, DATABASE_URL: server.url('postgres'), MIGRATION_DATABASE_URL: undefined },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [code] = await once(child, 'exit');
    if (code !== 0)
      throw new OperatingError(
        'The migrations do not lead to the models: what is missing stands above. Write it with npx prisma migrate dev --create-only.',
      );
  } finally {
    await server.remove();
  }
}
