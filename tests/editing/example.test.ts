import { expect, test } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { testDatabase } from '../setup/database.ts';
import { execute, type Nodes } from '../setup/execute.ts';

const db = await testDatabase();

test('the example folder loads into an empty record, and every value of it stands on a claim', async () => {
  await seedFolder(db, 'seeds/example');
  const { data, errors } = await execute<{ mediationAttempts: Nodes<unknown> }>(
    db,
    `{ mediationAttempts { nodes { slug outcome differsFromClaims disagreements { id } independentSourceCount } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.mediationAttempts.nodes).toEqual([
    {
      slug: 'berg-offer-2024-03',
      outcome: 'OFFERED_ONLY',
      differsFromClaims: [],
      disagreements: [],
      independentSourceCount: 1,
    },
  ]);
});
