import { seedFolder } from '../../src/editing/seed.ts';
import { createDb } from '../../src/kernel/db.ts';

/** Loads a folder into a database and kills itself half way, as a power cut would. */
const [url = '', folder = ''] = process.argv.slice(2);
await seedFolder(createDb(url), folder, {
  onProgress: (list) => {
    if (list === 'events') process.kill(process.pid, 'SIGKILL');
  },
});
