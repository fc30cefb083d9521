import { setInterval } from 'node:timers';
import { openDatabase } from '../../src/kernel/database.ts';

/** A process that uses the Postgres of a data folder, and waits. */
await openDatabase({ databaseUrl: null, migrationDatabaseUrl: null, dataDir: process.argv[2] ?? '' }, 'use');
process.stdout.write('joined\n');
setInterval(() => undefined, 60_000);
