import { expect, test } from 'vitest';
import { articleDatabase } from '../setup/article.ts';
import { type TestDatabase, testDatabase } from '../setup/database.ts';
import { change } from './editors.ts';
import { seedAsInput } from './seed-as-input.ts';

/** Every row that says something of the record, without ids and moments, by table. */
async function contentOf(db: TestDatabase): Promise<Record<string, unknown>> {
  const { rows: tables } = await db.pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const { rows: named } = await db.pool.query<{ id: string; name: string }>(
    `SELECT id, 'actor ' || slug AS name FROM actor UNION ALL SELECT id, 'office ' || slug FROM office
     UNION ALL SELECT id, 'place ' || slug FROM place UNION ALL SELECT id, 'issue ' || slug FROM issue
     UNION ALL SELECT id, 'conflict ' || slug FROM conflict UNION ALL SELECT id, 'source ' || slug FROM source
     UNION ALL SELECT id, 'event ' || slug FROM event UNION ALL SELECT id, 'attempt ' || slug FROM mediation_attempt
     UNION ALL SELECT id, 'position ' || slug FROM position
     UNION ALL SELECT c.id, 'claim ' || s.slug || '#' || c.key FROM claim c JOIN source s ON s.id = c.source_id
     UNION ALL SELECT r.id, 'response ' || a.slug || '/' || p.slug FROM party_response r JOIN mediation_attempt a ON a.id = r.attempt_id JOIN actor p ON p.id = r.party_id
     UNION ALL SELECT t.id, 'tenure ' || h.slug || '/' || o.slug FROM tenure t JOIN actor h ON h.id = t.holder_id JOIN office o ON o.id = t.office_id`,
  );
  const names = new Map(named.map(({ id, name }) => [id, name]));
  const content: Record<string, unknown> = {};
  for (const { name } of tables) {
    if (
      ['_prisma_migrations', 'revision', 'derivation', 'redaction', 'given_answer', 'api_key'].includes(name)
    )
      continue;
    const { rows } = await db.pool.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM "${name}" t`);
    content[name] = rows
      .map(({ row }) =>
        row
          .replace(/"\d{4}-\d\d-\d\dT[\d:.]+\+00:00"/g, '"moment"')
          .replace(
            /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
            (id) => names.get(id) ?? 'id',
          ),
      )
      .sort();
  }
  return content;
}

test('the article, recorded by recordSource in an empty database, is the same record as the seeded one', async () => {
  const [seeded, edited] = [await articleDatabase(), await testDatabase()];
  const { sources = [], ...lists } = seedAsInput('seeds/article');
  const [source, ...others] = sources;
  await change(edited, 'recordSource', { source, sources: others, ...lists });
  const [expected, found] = [await contentOf(seeded), await contentOf(edited)];
  expect(Object.keys(expected).length).toBeGreaterThan(30);
  expect((expected.claim as unknown[]).length).toBeGreaterThan(100);
  for (const [table, rows] of Object.entries(expected)) expect([table, found[table]]).toEqual([table, rows]);
});

test('the article, recorded source by source, is the same record too', async () => {
  const [seeded, edited] = [await articleDatabase(), await testDatabase()];
  const { sources = [], claims = [], ...lists } = seedAsInput('seeds/article');
  const first = sources.filter((source) => source.embeddedIn === undefined && source.reportsOn === undefined);
  const order = [...first, ...sources.filter((source) => !first.includes(source))];
  for (const [index, source] of order.entries())
    await change(edited, 'recordSource', {
      source,
      ...(index === 0 ? lists : {}),
      claims: claims.filter((claim) => claim.source === source.slug),
    });
  const [expected, found] = [await contentOf(seeded), await contentOf(edited)];
  for (const table of [
    'claim',
    'attribution',
    'disagreement',
    'disagreement_side',
    'event',
    'mediation_attempt',
  ])
    expect([table, found[table]]).toEqual([table, expected[table]]);
});
