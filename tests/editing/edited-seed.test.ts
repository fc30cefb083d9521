import { expect, test } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { articleDatabase } from '../setup/article.ts';
import type { TestDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { change } from './editors.ts';
import { dump } from './merging.ts';

/** How many entries of the article's folder were put on record when it was loaded once more. */
async function loadAgain(db: TestDatabase): Promise<number> {
  const report = await seedFolder(db, 'seeds/article');
  expect(Object.values(report).reduce((sum, { kept }) => sum + kept, 0)).toBeGreaterThan(100);
  return Object.values(report).reduce((sum, { added }) => sum + added, 0);
}

test('a seed that is loaded again leaves what was corrected, retracted and merged since as it is, without a revision', async () => {
  const db = await articleDatabase();
  const { data } = await execute<{ event: { claims: { nodes: { id: string }[] } } }>(
    db,
    '{ event(id: "attack-pahalgam-2025-04") { claims(first: 1) { nodes { id } } } }',
  );
  await change(db, 'updateEvent', {
    id: 'attack-pahalgam-2025-04',
    version: 1,
    date: { edtf: '2025-04-22' },
    summary: null,
    participants: [],
  });
  await change(db, 'updatePlace', { id: 'pahalgam', version: 1, partOf: null });
  await change(db, 'recordResponse', {
    attempt: 'us-mediation-efforts-2025-07',
    party: 'india',
    answer: 'DEFERRED',
  });
  await change(db, 'retractEvent', {
    id: 'mediation-inquiry-2025-07-25',
    reason: 'Only a post tells of it.',
  });
  await change(db, 'retractMediationAttempt', { id: 'peace-brokering-2025-05', reason: 'Denied.' });
  await change(db, 'retractPosition', { id: 'trump-on-us-role', reason: 'Undated.' });
  await change(db, 'retractClaim', { id: data.event.claims.nodes[0]?.id, reason: 'Misread.' });
  await change(db, 'mergeActors', { merged: 'global-capitals', survivor: 'international-community' });
  const before = await dump(db);
  expect(await loadAgain(db)).toBe(0);
  expect(await dump(db)).toEqual(before);
});

test('a tenure is known by its start: one whose start was corrected is added again by its seed', async () => {
  const db = await articleDatabase();
  const { data } = await execute<{ office: { tenures: { id: string }[] } }>(
    db,
    '{ office(id: "pakistan-foreign-minister") { tenures { id } } }',
  );
  await change(db, 'updateTenure', {
    id: data.office.tenures[0]?.id,
    version: 1,
    started: { edtf: '2024-03' },
  });
  expect(await loadAgain(db)).toBe(1);
});
