import { expect, test } from 'vitest';
import { recordActors } from '../../src/actors/actor.service.ts';
import { seedFolder } from '../../src/editing/seed.ts';
import { newId } from '../../src/kernel/ids.ts';
import { testDatabase } from '../setup/database.ts';
import { base, eventWith, seedOf } from './folder.ts';
import { dump, findMentions, merged } from './merging.ts';

const db = await testDatabase();

test('a folder that names merged actors goes on saying the same of their survivors', async () => {
  await seedFolder(db, await seedOf({ 'base.yaml': base }));
  const [borland, ana] = [newId(), newId()];
  await db.prisma.$transaction((tx) =>
    recordActors(tx, [
      { id: borland, slug: 'borland-republic', name: 'Republic of Borland', kind: 'STATE' },
      { id: ana, slug: 'ana', name: 'Ana Arva', kind: 'PERSON' },
    ]),
  );
  const { rows } = await db.pool.query<{ slug: string; id: string }>('SELECT slug, id FROM actor');
  const idOf = (slug: string) => rows.find((row) => row.slug === slug)?.id ?? '';
  await merged(db, idOf('borland'), borland);
  await merged(db, idOf('ana-arva'), ana);

  const before = await dump(db);
  const again = await seedFolder(db, await seedOf({ 'base.yaml': base }));
  expect(Object.values(again).map(({ added }) => added)).toEqual(Object.values(again).map(() => 0));
  expect(await dump(db)).toEqual(before);

  const claim = `claims:
  - { key: k, source: paper, directness: NARRATOR, says: [{ response: offer/borland, field: RESPONSE, value: REJECTED }],
      chain: [{ speaker: ana-arva, act: ASSERT, speakingAs: [arva-minister] }] }
`;
  const event = eventWith('participants: [{ actor: borland, role: HOST }, { actor: ana, role: VISITOR }]');
  await seedFolder(db, await seedOf({ 'base.yaml': base, 'more.yaml': `${event}${claim}` }));
  const participants = await db.pool.query(
    `SELECT a.slug FROM participation p JOIN actor a ON a.id = p.actor_id JOIN event e ON e.id = p.event_id WHERE e.slug = 'more' ORDER BY p.position`,
  );
  expect(participants.rows).toEqual([{ slug: 'borland-republic' }, { slug: 'ana' }]);
  const voices = await db.pool.query(
    `SELECT a.slug, p.slug AS party, count(t.*)::int AS offices FROM claim c JOIN attribution v ON v.claim_id = c.id JOIN actor a ON a.id = v.speaker_id
     JOIN party_response r ON r.id = c.response_id JOIN actor p ON p.id = r.party_id LEFT JOIN attribution_tenure t ON t.claim_id = c.id GROUP BY 1, 2`,
  );
  expect(voices.rows).toEqual([{ slug: 'ana', party: 'borland-republic', offices: 1 }]);
  expect(await findMentions(db, idOf('borland'))).toEqual([]);
});
