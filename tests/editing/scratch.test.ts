import { test } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { readSeed } from '../../src/editing/seed-folder.ts';
import { Problems } from '../../src/editing/seed-problem.ts';
import { testDatabase } from '../setup/database.ts';
const db = await testDatabase();
test('scratch', async () => {
  let t = performance.now();
  const lap = (n: string) => { console.log(n, Math.round(performance.now() - t)); t = performance.now(); };
  await readSeed('seeds/article', new Problems()); lap('read');
  await readSeed('seeds/article', new Problems()); lap('read again');
  await seedFolder(db, 'seeds/article', { onProgress: (l) => lap(l) }); lap('derive+commit');
  await seedFolder(db, 'seeds/comparison', { onProgress: (l) => lap(l) }); lap('derive+commit');
});
