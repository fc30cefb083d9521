import { expect, test } from 'vitest';
import { articleDatabase } from '../setup/article.ts';
import type { TestDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { change, send } from './editors.ts';

interface Disputed {
  id: string;
  field: string;
  sides: { claims: { nodes: { id: string }[] } }[];
}

async function disagreements(db: TestDatabase): Promise<Disputed[]> {
  const query =
    '{ disagreements(first: 20) { nodes { id field sides { claims(first: 20) { nodes { id } } } } } }';
  return (await execute<{ disagreements: { nodes: Disputed[] } }>(db, query)).data.disagreements.nodes;
}

async function feed(db: TestDatabase): Promise<{ kind: string; subject_type: string }[]> {
  const { rows } = await db.pool.query('SELECT kind::text, subject_type FROM revision ORDER BY seq');
  return rows;
}

test('a disagreement is gone when the claims of one side are retracted, and back when they are restored', async () => {
  const db = await articleDatabase();
  const before = await disagreements(db);
  const disputed = before.find(({ sides }) => sides.some(({ claims }) => claims.nodes.length === 1));
  const [claim] = disputed?.sides.find(({ claims }) => claims.nodes.length === 1)?.claims.nodes ?? [];
  const length = (await feed(db)).length;
  const result = await change(
    db,
    'retractClaim',
    { id: claim?.id, reason: 'The source withdrew it.' },
    'claim { status version }',
  );
  expect(result.claim).toEqual({ status: 'RETRACTED', version: 2 });
  expect((await disagreements(db)).map(({ id }) => id)).not.toContain(disputed?.id);
  await change(db, 'restoreClaim', { id: claim?.id });
  expect(await disagreements(db)).toEqual(before);
  expect((await feed(db)).slice(length)).toEqual([
    { kind: 'RETRACTED', subject_type: 'Claim' },
    { kind: 'RESTORED', subject_type: 'Claim' },
  ]);
});

test('a retracted event leaves every list, stays readable with its reason, and comes back as it was', async () => {
  const db = await articleDatabase();
  const list = `{ events(first: 50) { totalCount nodes { slug } } mediationAttempts(first: 10) { nodes { slug outcome } } }`;
  const before = (await execute(db, list)).data;
  const slug = 'attack-pahalgam-2025-04';
  const other = (before.events as { nodes: { slug: string }[] }).nodes.find(
    (event) => event.slug !== slug,
  )?.slug;
  const result = await change(
    db,
    'retractEvent',
    { id: slug, version: 1, reason: 'Recorded twice.', replacedBy: other },
    'event { version retraction { reason replacedBy { slug } } }',
  ).catch((error: Error) => error);
  if (result instanceof Error) throw result;
  expect(result.event).toMatchObject({ version: 2, retraction: { reason: 'Recorded twice.' } });
  const { events } = (await execute<{ events: { nodes: { slug: string }[] } }>(db, list)).data;
  expect(events.nodes.map((event) => event.slug)).not.toContain(slug);
  const { data } = await execute(db, `{ event(id: "${slug}") { retraction { reason } contested } }`);
  expect(data.event).toEqual({ retraction: { reason: 'Recorded twice.' }, contested: false });
  await change(db, 'restoreEvent', { id: slug, version: 2 });
  expect((await execute(db, list)).data).toEqual(before);
});

test('what is retracted cannot be retracted again, nor what stands be restored', async () => {
  const db = await articleDatabase();
  const id = 'attack-pahalgam-2025-04';
  expect(await send(db, 'restoreEvent', { id })).toMatchObject({
    __typename: 'ValidationError',
    problems: [{ path: ['id'], code: 'CONFLICTING' }],
  });
  await change(db, 'retractEvent', { id, reason: 'Once.' });
  expect(await send(db, 'retractEvent', { id, reason: 'Twice.' })).toMatchObject({
    __typename: 'ValidationError',
    problems: [{ path: ['id'], code: 'CONFLICTING' }],
  });
});

test('a reason is required, and a record cannot take its own place', async () => {
  const db = await articleDatabase();
  const id = 'attack-pahalgam-2025-04';
  expect(await send(db, 'retractEvent', { id, reason: '  ' })).toMatchObject({
    problems: [{ path: ['reason'], message: 'text is expected, and nothing that can be seen is given' }],
  });
  expect(await send(db, 'retractEvent', { id, reason: 'Why.', replacedBy: id })).toMatchObject({
    problems: [{ path: ['replacedBy'], code: 'CONFLICTING' }],
  });
  expect(await send(db, 'retractEvent', { id: 'no-such-event', reason: 'Why.' })).toMatchObject({
    __typename: 'NotFoundError',
  });
});

test('a claim that takes another back gives it free again when it is retracted', async () => {
  const db = await articleDatabase();
  const base = {
    source: 'ndtv-2025-07-26',
    event: 'attack-pahalgam-2025-04',
    field: 'OTHER',
    directness: 'PARAPHRASE',
    chain: [{ position: 1, speaker: 'marco-rubio', act: 'ASSERT' }],
  };
  const { rows } = await db.pool.query<{ slug: string }>('SELECT slug FROM source ORDER BY slug LIMIT 1');
  const { rows: speakers } = await db.pool.query<{ slug: string }>(
    "SELECT slug FROM actor WHERE kind = 'PERSON' ORDER BY slug LIMIT 1",
  );
  const given = {
    ...base,
    source: rows[0]?.slug,
    chain: [{ position: 1, speaker: speakers[0]?.slug, act: 'ASSERT' }],
  };
  const first = await change(db, 'addClaim', { ...given, value: 'One thing.' }, 'claim { id status }');
  const { id: firstId } = first.claim as { id: string };
  const second = await change(
    db,
    'addClaim',
    { ...given, value: 'Another.', supersedes: firstId },
    'claim { id supersedes { id status version } }',
  );
  const later = second.claim as { id: string; supersedes: unknown };
  expect(later.supersedes).toEqual({ id: firstId, status: 'SUPERSEDED', version: 2 });
  await change(db, 'retractClaim', { id: later.id, reason: 'Misheard.' });
  const read = async () => (await execute(db, `{ claim(id: "${firstId}") { status version } }`)).data.claim;
  expect(await read()).toEqual({ status: 'ACTIVE', version: 3 });
  await change(db, 'restoreClaim', { id: later.id });
  expect(await read()).toEqual({ status: 'SUPERSEDED', version: 4 });
});

test('a claim is found by its source and key as well as by its id', async () => {
  const db = await articleDatabase();
  const { rows } = await db.pool.query<{ name: string }>(
    "SELECT s.slug || '#' || c.key AS name FROM claim c JOIN source s ON s.id = c.source_id ORDER BY c.id LIMIT 1",
  );
  const id = rows[0]?.name;
  const result = await change(db, 'retractClaim', { id, reason: 'Why.' }, 'claim { status }');
  expect(result.claim).toEqual({ status: 'RETRACTED' });
  expect(await send(db, 'retractClaim', { id: `${id}-none`, reason: 'Why.' })).toMatchObject({
    __typename: 'NotFoundError',
  });
});

test('what takes the place of a record does not lead back to it', async () => {
  const db = await articleDatabase();
  const { rows } = await db.pool.query<{ slug: string }>('SELECT slug FROM event ORDER BY slug LIMIT 3');
  const [one, two, three] = rows.map(({ slug }) => slug);
  await change(db, 'retractEvent', { id: one, reason: 'Twice.', replacedBy: two });
  await change(db, 'retractEvent', { id: two, reason: 'Twice.', replacedBy: three });
  expect(await send(db, 'retractEvent', { id: three, reason: 'Twice.', replacedBy: one })).toMatchObject({
    problems: [{ path: ['replacedBy'], code: 'CONFLICTING' }],
  });
});
