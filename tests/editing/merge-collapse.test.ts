import { beforeEach, describe, expect, test } from 'vitest';
import { recordActors } from '../../src/actors/actor.service.ts';
import { recordOffices, recordTenures } from '../../src/actors/office.service.ts';
import { recordClaims } from '../../src/claims/claim.service.ts';
import { recordConflicts } from '../../src/conflicts/conflict.service.ts';
import { recordEvents } from '../../src/events/event.service.ts';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { newId } from '../../src/kernel/ids.ts';
import { recordAttempts } from '../../src/mediation/mediation-attempt.service.ts';
import { recordSources } from '../../src/sources/source.service.ts';
import { testDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { findMentions, findStale, merged } from './merging.ts';

const db = await testDatabase();
const named = ['old', 'new', 'third', 'state', 'body', 'asOld', 'asNew', 'asThird'] as const;
let id: Record<(typeof named)[number], string>;

/** Two persons who are one, a third, and the state and body that they belong to. */
beforeEach(async () => {
  await db.owner.query(
    'TRUNCATE actor, place, issue, conflict, event, mediation_attempt, position, source, claim CASCADE',
  );
  id = Object.fromEntries(named.map((name) => [name, newId()])) as typeof id;
  await db.prisma.$transaction(async (tx) => {
    await recordActors(tx, [
      { id: id.state, slug: 'state', name: 'State', kind: 'STATE' },
      { id: id.body, slug: 'body', name: 'Body', kind: 'GOVERNMENT_BODY', memberOfId: id.state },
      {
        ...{ id: id.old, slug: 'old', name: 'Mr Old', kind: 'PERSON', memberOfId: id.body },
        names: [
          { text: 'The Minister', kind: 'DESCRIPTION', language: 'en' },
          { text: 'Old', kind: 'TRANSLITERATION' },
        ],
        identifiers: [{ scheme: 'WIKIDATA', value: 'Q1' }],
      },
      {
        ...{ id: id.new, slug: 'new', name: 'Mr New', kind: 'PERSON' },
        names: [
          { text: 'The Minister', kind: 'ALIAS', language: 'en' },
          { text: 'Old', kind: 'ALIAS', language: 'fr' },
        ],
        identifiers: [{ scheme: 'X_HANDLE', value: 'new' }],
      },
      { id: id.third, slug: 'third', name: 'Third', kind: 'PERSON' },
    ]);
    const [office = ''] = await recordOffices(tx, [
      { slug: 'minister', title: 'Minister', bodyId: id.state, rank: 'MINISTER' },
    ]);
    await recordTenures(tx, [
      { id: id.asOld, holderId: id.old, officeId: office },
      { id: id.asNew, holderId: id.new, officeId: office },
      { id: id.asThird, holderId: id.third, officeId: office },
    ]);
  });
});

async function read<T extends object>(statement: string): Promise<T[]> {
  return (await db.pool.query<T>(statement)).rows;
}

async function mergeBoth() {
  const result = await merged(db, id.old, id.new);
  expect(await findMentions(db, id.old)).toEqual([]);
  expect(await findStale(db)).toEqual([]);
  return result;
}

test('names and identifiers are those of both, the canonical one of the merged an alias, none twice', async () => {
  await mergeBoth();
  const { data } = await execute(
    db,
    '{ actor(id: "old") { slug name memberOf { slug } names { text kind language } identifiers { scheme value } } }',
  );
  expect(data).toEqual({
    actor: {
      slug: 'new',
      name: 'Mr New',
      memberOf: { slug: 'body' },
      names: [
        { text: 'Mr New', kind: 'CANONICAL', language: 'en' },
        { text: 'The Minister', kind: 'ALIAS', language: 'en' },
        { text: 'Old', kind: 'ALIAS', language: 'fr' },
        { text: 'Mr Old', kind: 'ALIAS', language: 'en' },
        { text: 'Old', kind: 'TRANSLITERATION', language: null },
      ],
      identifiers: [
        { scheme: 'X_HANDLE', value: 'new' },
        { scheme: 'WIKIDATA', value: 'Q1' },
      ],
    },
  });
});

test('one role of both in one event is one, with the offices of both, inferred only if both were', async () => {
  const common = { type: 'MEETING', title: 'Meeting', date: 'NOT_STATED', place: 'NOT_STATED' } as const;
  await db.prisma.$transaction((tx) =>
    recordEvents(tx, [
      {
        ...common,
        slug: 'both',
        participants: [
          { actorId: id.third, role: 'HOST', tenureIds: [id.asThird] },
          { actorId: id.old, role: 'HOST', inferred: true, tenureIds: [id.asOld] },
          { actorId: id.third, role: 'VISITOR', tenureIds: [id.asThird] },
          { actorId: id.new, role: 'HOST', tenureIds: [id.asNew] },
          { actorId: id.old, role: 'SPEAKER', inferred: true },
          { actorId: id.new, role: 'SPEAKER', inferred: true },
          { actorId: id.new, role: 'PARTY' },
        ],
      },
      { ...common, slug: 'one', participants: [{ actorId: id.old, role: 'HOST', tenureIds: [id.asOld] }] },
    ]),
  );
  const { collapsed } = await mergeBoth();
  const [both] = await read<{ id: string }>(`SELECT id FROM event WHERE slug = 'both'`);
  expect(collapsed).toEqual({ events: [both?.id], attempts: [], conflicts: [] });
  const rows = await read(
    `SELECT a.slug, p.position, p.role::text, p.inferred, ARRAY(SELECT h.tenure_id::text FROM participation_tenure h
       WHERE h.event_id = p.event_id AND h.position = p.position ORDER BY 1) AS tenures
     FROM participation p JOIN actor a ON a.id = p.actor_id JOIN event e ON e.id = p.event_id WHERE e.slug = 'both' ORDER BY 2`,
  );
  expect(rows).toEqual([
    { slug: 'third', position: 1, role: 'HOST', inferred: false, tenures: [id.asThird] },
    { slug: 'new', position: 2, role: 'HOST', inferred: false, tenures: [id.asOld, id.asNew].sort() },
    { slug: 'third', position: 3, role: 'VISITOR', inferred: false, tenures: [id.asThird] },
    { slug: 'new', position: 4, role: 'SPEAKER', inferred: true, tenures: [] },
    { slug: 'new', position: 5, role: 'PARTY', inferred: false, tenures: [] },
  ]);
});

describe('in an attempt', () => {
  const common = { title: 'Attempt', date: 'NOT_STATED', proposalOriginator: 'NOT_STATED' } as const;

  test('two mediators are one, with the offices of both', async () => {
    const [attempt] = await db.prisma.$transaction((tx) =>
      recordAttempts(tx, [
        {
          ...{ ...common, slug: 'mediated', responses: [] },
          mediators: [
            { actorId: id.new, tenureIds: [id.asNew] },
            { actorId: id.old, tenureIds: [id.asOld] },
            { actorId: id.third, tenureIds: [id.asThird] },
          ],
        },
      ]),
    );
    expect((await mergeBoth()).collapsed.attempts).toEqual([attempt]);
    expect(
      await read(`SELECT m.position, a.slug, count(t.*)::int AS tenures FROM mediator m JOIN actor a ON a.id = m.actor_id
        LEFT JOIN mediator_tenure t ON t.attempt_id = m.attempt_id AND t.position = m.position GROUP BY 1, 2 ORDER BY 1`),
    ).toEqual([
      { position: 1, slug: 'new', tenures: 2 },
      { position: 2, slug: 'third', tenures: 1 },
    ]);
  });

  test('two equal answers are one, with the conditions and the claims of both', async () => {
    const [kept, gone] = [newId(), newId()];
    const date = makeHistoricalDate({ edtf: '2025-05-09' });
    const [attempt] = await db.prisma.$transaction(async (tx) => {
      const ids = await recordAttempts(tx, [
        {
          ...{ ...common, slug: 'answered', mediators: [] },
          responses: [
            { partyId: id.third, answer: 'REJECTED' },
            {
              ...{ id: gone, partyId: id.old, answer: 'ACCEPTED', date },
              conditions: ['A truce first.', 'In Geneva.'],
            },
            { partyId: id.body, answer: 'REJECTED' },
            {
              ...{ id: kept, partyId: id.new, answer: 'ACCEPTED', inferred: true },
              conditions: ['In Geneva.', 'By May.'],
            },
          ],
        },
      ]);
      const [source = ''] = await recordSources(tx, [{ slug: 'page', kind: 'WIRE', title: 'Page' }]);
      await recordClaims(
        tx,
        [gone, kept].map((responseId) => ({
          ...{
            sourceId: source,
            subject: { kind: 'response', id: responseId },
            field: 'RESPONSE',
            chain: [],
          },
          ...{ value: { textual: 'ACCEPTED' }, directness: 'NARRATOR' },
        })),
      );
      return ids;
    });
    const { collapsed, refreshed } = await mergeBoth();
    expect(collapsed.attempts).toEqual([attempt]);
    expect(refreshed.attempts).toEqual([attempt]);
    expect(
      await read(`SELECT r.id, r.position, a.slug, r.inferred, r.date ->> 'edtf' AS date, r.conditions,
        (SELECT count(*)::int FROM claim c WHERE c.response_id = r.id) AS claims
        FROM party_response r JOIN actor a ON a.id = r.party_id WHERE a.slug = 'new'`),
    ).toEqual([
      {
        ...{ id: kept, position: 2, slug: 'new', inferred: false, date: '2025-05-09', claims: 2 },
        conditions: ['In Geneva.', 'By May.', 'A truce first.'],
      },
    ]);
    expect(await read('SELECT position FROM party_response ORDER BY 1')).toEqual(
      [1, 2, 3].map((position) => ({ position })),
    );
  });
});

test('two parties of one conflict are one, and so is a name that both use', async () => {
  const [conflict] = await db.prisma.$transaction((tx) =>
    recordConflicts(tx, [
      {
        ...{ slug: 'conflict', name: 'Conflict', partyIds: [id.old, id.third, id.new, id.state] },
        names: [
          { text: 'war', usedById: id.new },
          { text: 'dispute', usedById: id.old },
          { text: 'war', usedById: id.old },
          { text: 'war', usedById: id.third },
          { text: 'war' },
        ],
      },
    ]),
  );
  const { collapsed } = await mergeBoth();
  expect(collapsed).toEqual({ events: [], attempts: [], conflicts: [conflict] });
  const { data } = await execute(
    db,
    '{ conflict(id: "conflict") { parties { slug } names { text usedBy { slug } } } }',
  );
  expect(data).toEqual({
    conflict: {
      parties: [{ slug: 'new' }, { slug: 'third' }, { slug: 'state' }],
      names: [
        { text: 'war', usedBy: { slug: 'new' } },
        { text: 'dispute', usedBy: { slug: 'new' } },
        { text: 'war', usedBy: { slug: 'third' } },
        { text: 'war', usedBy: null },
      ],
    },
  });
});

describe('in the hierarchy', () => {
  const memberships = () =>
    read(`SELECT a.slug, m.slug AS of FROM actor a LEFT JOIN actor m ON m.id = a.member_of_id
      WHERE a.slug IN ('state', 'body', 'sub', 'member') ORDER BY 1`);
  const add = (slug: string, memberOfId: string) =>
    db.prisma.$transaction((tx) =>
      recordActors(tx, [{ slug, name: slug, kind: 'GOVERNMENT_BODY', memberOfId }]),
    );

  test('a survivor that was a member of the merged one becomes a member of what that was a member of', async () => {
    const [sub = ''] = await add('sub', id.body);
    await add('member', id.body);
    await merged(db, id.body, sub);
    expect(await memberships()).toEqual([
      { slug: 'member', of: 'sub' },
      { slug: 'state', of: null },
      { slug: 'sub', of: 'state' },
    ]);
  });

  test('a survivor above the merged one stays where it is', async () => {
    const [sub = ''] = await add('sub', id.body);
    await add('member', sub);
    await merged(db, sub, id.state);
    expect(await memberships()).toEqual([
      { slug: 'body', of: 'state' },
      { slug: 'member', of: 'state' },
      { slug: 'state', of: null },
    ]);
  });
});
