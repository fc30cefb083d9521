import { describe, expect, test } from 'vitest';
import { generateRecord } from '../paging/generated-record.ts';
import { testDatabase } from '../setup/database.ts';
import { execute, type Nodes } from '../setup/execute.ts';
import { recordSentStatements } from '../setup/statements.ts';
import { explain, rowsRead } from './plan.ts';

const db = await testDatabase();
const sent = recordSentStatements(db.pool);
await generateRecord(
  db.owner,
  { reference: 200, records: 4_000, claims: 100_000, disagreements: 4_000 },
  false,
);

const disagreement = `id field rule subject { __typename ... on Event { slug title date { display } } }
  sides { polarity valueText claimCount sources { slug } speakers { slug }
    claims(first: 5) { nodes { id passage { exact } chain { position speaker { name } } rootSpeaker { name } source { title } } } }`;

describe('with 100,000 claims', () => {
  const cases: [string, string, number][] = [
    [
      'the first page of disagreements',
      `{ disagreements(first: 20) { nodes { ${disagreement} } pageInfo { hasNextPage endCursor } } }`,
      20,
    ],
    [
      'the disagreements of a conflict',
      `{ disagreements(conflict: "conflict-2", first: 20) { nodes { ${disagreement} } } }`,
      21,
    ],
    [
      'the first page of contested events',
      `{ events(filter: { contested: true }, first: 20) { nodes { slug title date { display } contested disagreements { ${disagreement} }
        claims(first: 3) { nodes { id chain { speaker { name } } } } } pageInfo { hasNextPage endCursor } } }`,
      25,
    ],
  ];

  test.each(cases)(
    '%s runs a bounded number of statements, and none of them scans the claims',
    async (_, document, most) => {
      sent.length = 0;
      const { data, errors, statements } = await execute<Record<string, Nodes<unknown>>>(db, document);
      expect(errors).toEqual([]);
      const [list] = Object.values(data);
      expect(list?.nodes).toHaveLength(20);
      expect(statements.length).toBeLessThanOrEqual(most);
      const recorded = sent.filter(({ text }) => /\bselect\b/i.test(text));
      expect(recorded.length).toBe(statements.length);
      for (const statement of recorded) {
        const steps = await explain(db.pool, statement);
        const scans = steps
          .filter((step) => step['Node Type'] === 'Seq Scan')
          .map((step) => step['Relation Name']);
        expect(scans, statement.text).not.toContain('claim');
        expect(scans, statement.text).not.toContain('attribution');
        expect(rowsRead(steps, 'claim'), statement.text).toBeLessThan(1_000);
      }
    },
  );

  test('a page deep in the list reads no more than the first', async () => {
    const page = async (after: string | null) => {
      sent.length = 0;
      const { data } = await execute<{ claims: { pageInfo: { endCursor: string } } }>(
        db,
        'query ($after: String) { claims(first: 100, after: $after) { nodes { id } pageInfo { endCursor } } }',
        { after },
      );
      const [statement] = sent.filter(({ text }) => text.includes('Query.claims'));
      const steps = statement ? await explain(db.pool, statement) : [];
      return { cursor: data.claims.pageInfo.endCursor, read: rowsRead(steps, 'claim') };
    };
    let cursor: string | null = null;
    const reads: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const { cursor: next, read } = await page(cursor);
      cursor = next;
      reads.push(read);
    }
    expect(Math.max(...reads)).toBeLessThan(400);
  });
});
