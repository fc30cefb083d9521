import sql from 'sql-template-tag';
import { beforeEach, describe, expect, test } from 'vitest';
import { refreshDerived } from '../../src/claims/derive.service.ts';
import { encodeId } from '../../src/kernel/ids.ts';
import { testDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { dateOf } from './facts.ts';
import { type Name, recordScene, say } from './record.ts';

const db = await testDatabase();
let id: Record<Name, string>;

beforeEach(async () => {
  await db.owner.query(
    'TRUNCATE actor, place, issue, conflict, event, mediation_attempt, position, source, claim CASCADE',
  );
  id = await recordScene(db);
});

async function ask<T = Record<string, unknown>>(document: string): Promise<T> {
  const { data, errors } = await execute<T>(db, document);
  expect(errors).toEqual([]);
  return data;
}

interface Derived {
  contested: boolean;
  differsFromClaims: string[];
  independentSourceCount: number | null;
  version: number;
  updatedAt: string;
  disagreements: { id: string; sides: { valueText: string | null; claimCount: number }[] }[];
}

const derived =
  'contested differsFromClaims independentSourceCount version updatedAt disagreements { id field rule sides { valueText polarity claimCount sources { slug } claims { nodes { id } } } }';

const attack = () =>
  ask<{ event: Derived }>(`{ event(id: "attack") { ${derived} } }`).then(({ event }) => event);
const listed = (filter = '') =>
  ask(
    `{ disagreements${filter} { totalCount nodes { id field rule subject { __typename } sides { valueText } } } }`,
  ).then(({ disagreements }) => disagreements);

const onAttack = () => ({ kind: 'event', id: id.attack }) as const;
const dated = (sourceId: string, date: string) =>
  ({ sourceId, subject: onAttack(), field: 'DATE', value: { date: dateOf(date) } }) as const;

/** Every row of what is derived, and every version. */
async function everything(): Promise<unknown> {
  return db.query(sql`SELECT
    (SELECT json_agg(d ORDER BY d.id) FROM disagreement d) AS disagreements,
    (SELECT json_agg(s ORDER BY s.id) FROM disagreement_side s) AS sides,
    (SELECT json_agg(c ORDER BY c.side_id, c.claim_id) FROM disagreement_claim c) AS claims,
    (SELECT json_agg(e ORDER BY e.id) FROM event e) AS events,
    (SELECT json_agg(a ORDER BY a.id) FROM mediation_attempt a) AS attempts,
    (SELECT json_agg(p ORDER BY p.id) FROM position p) AS positions`);
}

describe('a record whose claims disagree', () => {
  test('is contested, and the root list has the same disagreement', async () => {
    const [first, second] = await say(
      db,
      { events: [id.attack] },
      dated(id.page, '2025-04-20'),
      dated(id.wire, '2025-04-22'),
    );
    const event = await attack();
    expect(event).toMatchObject({
      contested: true,
      disagreements: [
        {
          field: 'DATE',
          rule: 'DATES_DO_NOT_OVERLAP',
          sides: [
            {
              valueText: '2025-04-20',
              claimCount: 1,
              sources: [{ slug: 'page' }],
              claims: { nodes: [{ id: encodeId('Claim', first ?? '') }] },
            },
            {
              valueText: '2025-04-22',
              claimCount: 1,
              sources: [{ slug: 'wire' }],
              claims: { nodes: [{ id: encodeId('Claim', second ?? '') }] },
            },
          ],
        },
      ],
    });
    expect(await listed()).toMatchObject({ totalCount: 1, nodes: [{ id: event.disagreements[0]?.id }] });
    const found = await ask(
      '{ yes: events(filter: { contested: true }) { nodes { slug } } no: events(filter: { contested: false }) { totalCount } }',
    );
    expect(found).toEqual({ yes: { nodes: [{ slug: 'attack' }] }, no: { totalCount: 2 } });
  });

  test('keeps its version and the time of its last change', async () => {
    const before = await attack();
    await say(db, { events: [id.attack] }, dated(id.page, '2025-04-20'), dated(id.wire, '2025-04-22'));
    const after = await attack();
    expect(after.contested).toBe(true);
    expect([after.version, after.updatedAt]).toEqual([before.version, before.updatedAt]);
  });

  test('is derived anew without a change to any row', async () => {
    const changed = {
      events: [id.attack, id.attack],
      attempts: [id.offer],
      positions: [id.stance],
      conflicts: [id.conflict, id.conflict],
    };
    await say(
      db,
      changed,
      dated(id.page, '2025-04-20'),
      dated(id.wire, '2025-04-22'),
      {
        sourceId: id.page,
        subject: { kind: 'conflict', id: id.conflict },
        field: 'LABEL',
        value: { textual: 'war' },
      },
      {
        sourceId: id.wire,
        subject: { kind: 'conflict', id: id.conflict },
        field: 'LABEL',
        value: { textual: 'war' },
        polarity: 'DENIES',
      },
    );
    const before = await everything();
    await db.prisma.$transaction((tx) => refreshDerived(tx, changed));
    expect(await everything()).toEqual(before);
  });

  test('keeps the id of its disagreement when a side goes and comes back', async () => {
    const changed = { events: [id.attack] };
    await say(db, changed, dated(id.page, '2025-04-20'), dated(id.wire, '2025-04-22'));
    const [first] = (await attack()).disagreements;
    await db.prisma.claim.updateMany({
      where: { sourceId: id.wire },
      data: { status: 'RETRACTED', retractionReason: 'A misprint.' },
    });
    await db.prisma.$transaction((tx) => refreshDerived(tx, changed));
    expect(await attack()).toMatchObject({ contested: false, disagreements: [] });
    expect(await listed()).toMatchObject({ totalCount: 0 });
    await say(db, changed, dated(id.daily, '2025-04-23'));
    const [second] = (await attack()).disagreements;
    if (!first || !second) throw new Error('There is no disagreement.');
    expect(second.id).toBe(first.id);
    expect(second.sides.map(({ valueText }) => valueText)).toEqual(['2025-04-20', '2025-04-23']);
  });

  test('loses the side of a claim that its speaker takes back', async () => {
    const by = { chain: [{ speakerId: id.dar, act: 'ASSERT' }] } as const;
    const [, earlier] = await say(db, { events: [id.attack] }, dated(id.page, '2025-04-20'), {
      ...dated(id.wire, '2025-04-22'),
      ...by,
    });
    expect((await attack()).contested).toBe(true);
    await say(db, { events: [id.attack] }, { ...dated(id.wire, '2025-04-20'), ...by, supersedesId: earlier });
    expect(await attack()).toMatchObject({ contested: false, disagreements: [], independentSourceCount: 2 });
  });

  test('is out of every list of disagreements once it is retracted', async () => {
    const changed = { events: [id.attack] };
    await say(db, changed, dated(id.page, '2025-04-20'), dated(id.wire, '2025-04-22'));
    await db.prisma.event.update({
      where: { id: id.attack },
      data: { retractedAt: new Date(), retractionReason: 'Recorded twice.' },
    });
    await db.prisma.$transaction((tx) => refreshDerived(tx, changed));
    expect(await attack()).toMatchObject({ contested: false, disagreements: [] });
    expect(await listed()).toMatchObject({ totalCount: 0 });
  });
});

describe('what stands above what', () => {
  test('a person and the state of the person are one side, and so are a town and its valley', async () => {
    const initiator = (sourceId: string, actorId: string) =>
      ({
        sourceId,
        subject: { kind: 'event', id: id.meeting },
        field: 'INITIATOR',
        value: { actorId },
      }) as const;
    const place = (sourceId: string, placeId: string) =>
      ({ sourceId, subject: { kind: 'event', id: id.meeting }, field: 'PLACE', value: { placeId } }) as const;
    await say(
      db,
      { events: [id.meeting] },
      initiator(id.page, id.pakistan),
      initiator(id.wire, id.dar),
      initiator(id.daily, id.rubio),
      initiator(id.post, id.gunmen),
      place(id.page, id.kashmir),
      place(id.wire, id.pahalgam),
    );
    const { event } = await ask<{ event: { disagreements: unknown } }>(
      '{ event(id: "meeting") { disagreements { field sides { claimCount sources { slug } } } } }',
    );
    expect(event.disagreements).toEqual([
      {
        field: 'INITIATOR',
        sides: [
          { claimCount: 2, sources: [{ slug: 'page' }, { slug: 'wire' }] },
          { claimCount: 1, sources: [{ slug: 'daily' }] },
        ],
      },
    ]);
  });
});

describe('an attempt', () => {
  const response = (sourceId: string, textual: string) =>
    ({
      sourceId,
      subject: { kind: 'response', id: id.answer },
      field: 'RESPONSE',
      value: { textual },
    }) as const;

  test('is contested where one of its responses is, and lists its disagreement', async () => {
    await say(db, { attempts: [id.offer] }, response(id.page, 'ACCEPTED'), response(id.wire, 'REJECTED'));
    const { mediationAttempt } = await ask<{ mediationAttempt: Derived }>(
      `{ mediationAttempt(id: "offer") { ${derived} } }`,
    );
    expect(mediationAttempt).toMatchObject({
      contested: true,
      disagreements: [{ field: 'RESPONSE', sides: [{ valueText: 'ACCEPTED' }, { valueText: 'REJECTED' }] }],
    });
    const all = await listed('(conflict: "conflict")');
    expect(all).toMatchObject({
      totalCount: 1,
      nodes: [{ id: mediationAttempt.disagreements[0]?.id, subject: { __typename: 'PartyResponse' } }],
    });
  });

  test('differs from claims in an answer that nobody reports', async () => {
    await say(db, { attempts: [id.offer] }, response(id.wire, 'DEFERRED'));
    const { mediationAttempt } = await ask<{ mediationAttempt: Derived }>(
      `{ mediationAttempt(id: "offer") { ${derived} } }`,
    );
    expect(mediationAttempt).toMatchObject({ contested: false, differsFromClaims: ['MEDIATOR', 'RESPONSE'] });
  });
});

describe('a position and a conflict', () => {
  test('have their disagreements in the list of the conflict', async () => {
    const stance = (sourceId: string, textual: string) =>
      ({
        sourceId,
        subject: { kind: 'position', id: id.stance },
        field: 'STANCE',
        value: { textual },
      }) as const;
    const label = (sourceId: string, polarity: 'AFFIRMS' | 'DENIES') =>
      ({
        sourceId,
        subject: { kind: 'conflict', id: id.conflict },
        field: 'LABEL',
        value: { textual: 'war' },
        polarity,
      }) as const;
    await say(
      db,
      { positions: [id.stance], conflicts: [id.conflict] },
      stance(id.page, 'SUPPORT'),
      stance(id.wire, 'OPPOSE'),
      label(id.page, 'AFFIRMS'),
      label(id.wire, 'DENIES'),
    );
    const { position } = await ask(`{ position(id: "stance") { ${derived} } }`);
    expect(position).toMatchObject({ contested: true, differsFromClaims: [] });
    expect(await listed('(conflict: "conflict")')).toMatchObject({
      totalCount: 2,
      nodes: [
        { rule: 'AFFIRMED_AND_DENIED', subject: { __typename: 'Conflict' } },
        { rule: 'VALUES_DIFFER', subject: { __typename: 'Position' } },
      ],
    });
    expect(await listed('(field: STANCE)')).toMatchObject({ totalCount: 1 });
    expect(await listed('(origins: [DATASET])')).toMatchObject({ totalCount: 0 });
  });
});

describe('recorded values', () => {
  test('differ from claims where none supports them, and inferred ones never do', async () => {
    await db.prisma.$transaction((tx) => refreshDerived(tx, { events: [id.attack] }));
    expect((await attack()).differsFromClaims).toEqual(['OCCURRENCE', 'DATE', 'PLACE', 'PARTICIPANT']);
    await say(
      db,
      { events: [id.attack] },
      dated(id.page, '2025-04-20'),
      { sourceId: id.page, subject: onAttack(), field: 'PLACE', value: { placeId: id.kashmir } },
      {
        sourceId: id.page,
        subject: onAttack(),
        field: 'PARTICIPANT',
        value: { role: 'PERPETRATOR', actorId: id.gunmen },
      },
    );
    expect((await attack()).differsFromClaims).toEqual([]);
  });

  test('a relation is supported by a claim of its inverse, on whichever of the two events the claim stands', async () => {
    const differs = async () => {
      const { event, other } = await ask<Record<'event' | 'other', Pick<Derived, 'differsFromClaims'>>>(
        '{ event(id: "meeting") { differsFromClaims } other: event(id: "later-meeting") { differsFromClaims } }',
      );
      return [event, other].map((each) => each.differsFromClaims.includes('RELATION'));
    };
    await db.prisma.$transaction((tx) => refreshDerived(tx, { events: [id.meeting, id['later-meeting']] }));
    expect(await differs()).toEqual([true, true]);
    await say(
      db,
      { events: [id['later-meeting']] },
      {
        sourceId: id.page,
        subject: { kind: 'event', id: id['later-meeting'] },
        field: 'RELATION',
        value: { relation: 'AFTER', eventId: id.meeting },
      },
    );
    expect(await differs()).toEqual([false, false]);
  });
});

describe('independent sources', () => {
  const occurred = (sourceId: string) => ({ sourceId, subject: onAttack(), field: 'OCCURRENCE' }) as const;

  test('none where there is no claim, and none where all are retracted', async () => {
    await db.prisma.$transaction((tx) => refreshDerived(tx, { events: [id.attack] }));
    expect((await attack()).independentSourceCount).toBe(null);
    await say(db, { events: [id.attack] }, { ...occurred(id.page), retractionReason: 'Withdrawn.' });
    expect((await attack()).independentSourceCount).toBe(null);
  });

  test('a page with its post and a daily with its wire are two', async () => {
    await say(db, { events: [id.attack] }, ...[id.page, id.post, id.wire, id.daily].map(occurred));
    expect((await attack()).independentSourceCount).toBe(2);
  });

  test('copies of a copy are one, though the copy between has no claim on the record', async () => {
    const [copy, other] = [crypto.randomUUID(), crypto.randomUUID()];
    const common = { kind: 'NEWS_ARTICLE', title: 'A copy' } as const;
    await db.prisma.source.create({ data: { ...common, id: copy, slug: 'copy', republishesId: id.daily } });
    await db.prisma.source.create({ data: { ...common, id: other, slug: 'other', republishesId: id.wire } });
    await say(db, { events: [id.attack] }, occurred(copy), occurred(other));
    expect((await attack()).independentSourceCount).toBe(1);
  });

  test('of an attempt are those of its own claims', async () => {
    await say(
      db,
      { attempts: [id.offer] },
      { sourceId: id.page, subject: { kind: 'attempt', id: id.offer }, field: 'OCCURRENCE' },
      {
        sourceId: id.wire,
        subject: { kind: 'response', id: id.answer },
        field: 'RESPONSE',
        value: { textual: 'ACCEPTED' },
      },
    );
    const { mediationAttempt } = await ask(
      '{ mediationAttempt(id: "offer") { independentSourceCount claims { totalCount } } }',
    );
    expect(mediationAttempt).toEqual({ independentSourceCount: 1, claims: { totalCount: 1 } });
  });
});

describe('20,000 claims on one record', () => {
  test('are derived in one transaction, by few statements', async () => {
    await db.pool.query(
      `INSERT INTO claim (id, source_id, event_id, field, value_date, value_text, directness, passage_exact)
       SELECT uuidv7(), $1, $2, 'DATE', $3::jsonb, $4, 'NARRATOR', 'the attack came on this day, says report ' || n FROM generate_series(1, 10000) n`,
      [id.page, id.attack, JSON.stringify(dateOf('2025-04-20')), '2025-04-20'],
    );
    await db.pool.query(
      `INSERT INTO claim (id, source_id, event_id, field, value_date, value_text, directness, passage_exact)
       SELECT uuidv7(), $1, $2, 'DATE', $3::jsonb, $4, 'NARRATOR', 'the attack came later, says report ' || n FROM generate_series(1, 10000) n`,
      [id.wire, id.attack, JSON.stringify(dateOf('2025-04-22')), '2025-04-22'],
    );
    db.statements.length = 0;
    await db.prisma.$transaction((tx) => refreshDerived(tx, { events: [id.attack] }), { timeout: 60_000 });
    expect(db.statements.length).toBeLessThan(30);
    const event = await attack();
    expect(event.disagreements[0]?.sides.map(({ claimCount }) => claimCount)).toEqual([10_000, 10_000]);
    expect(event.independentSourceCount).toBe(2);
  });
});
