import fc from 'fast-check';
import type pg from 'pg';
import type { EventType, ParticipationRole } from '../../src/generated/prisma/enums.ts';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { type Range, readRanges } from '../../src/kernel/dates/ranges.ts';
import { encodeId } from '../../src/kernel/ids.ts';

export const actorCount = 6;
export const conflictCount = 2;

/** An event as the tests know it, apart from how the database keeps it. */
export interface CountedEvent {
  id: string;
  type: EventType;
  /** By number; null for none. */
  conflict: number | null;
  dataset: boolean;
  retracted: boolean;
  participants: readonly { actor: number; role: ParticipationRole }[];
  edtf: string | null;
  /** The moments that the date may be; empty where there is none. */
  ranges: readonly Range[];
}

export function uuidOf(kind: number, n: number): string {
  return `0190${String(kind).padStart(4, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}
export const actorId = (n: number) => encodeId('Actor', uuidOf(1, n));
export const conflictId = (n: number) => encodeId('Conflict', uuidOf(3, n));

export const types = ['MEETING', 'CALL', 'STATEMENT'] as const satisfies EventType[];
const roles = [
  'INITIATOR',
  'SPEAKER',
  'RECIPIENT',
  'HOST',
  'PARTY',
  'MEDIATOR',
  'VICTIM',
  'OBSERVER',
] as const satisfies ParticipationRole[];

const two = (n: number) => String(n).padStart(2, '0');
/** Half a year on both sides of a new year. */
const day = fc
  .record({ month: fc.integer({ min: 0, max: 5 }), day: fc.integer({ min: 1, max: 28 }) })
  .map(
    ({ month, day }) => `${month < 3 ? 2024 : 2025}-${two(month < 3 ? month + 10 : month - 2)}-${two(day)}`,
  );
const pair = fc.tuple(day, day).map(([a, b]) => (a <= b ? ([a, b] as const) : ([b, a] as const)));

/** Dates of every kind, most of them of a day. */
export const edtf: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: day },
  { weight: 1, arbitrary: day.map((text) => `${text}T08:17`) },
  { weight: 2, arbitrary: day.map((text) => text.slice(0, 7)) },
  { weight: 1, arbitrary: day.map((text) => text.slice(0, 4)) },
  { weight: 1, arbitrary: pair.map(([a, b]) => `${a}/${b}`) },
  { weight: 1, arbitrary: pair.map(([a, b]) => `${a}T22/${b}T23:10`) },
  { weight: 2, arbitrary: pair.map(([a, b]) => `{${a},${b}}`) },
  { weight: 1, arbitrary: fc.tuple(day, pair).map(([a, [b, c]]) => `[${a.slice(0, 7)},${b}..${c}]`) },
  { weight: 1, arbitrary: day.map((text) => `../${text}`) },
  { weight: 1, arbitrary: day.map((text) => `${text}/..`) },
  { weight: 1, arbitrary: day.map((text) => `/${text}`) },
  { weight: 1, arbitrary: day.map((text) => `${text}/`) },
  { weight: 1, arbitrary: pair.map(([a, b]) => `{..${a},${b}..}`) },
  { weight: 1, arbitrary: fc.constant('XXXX') },
);

const event = fc.record({
  type: fc.constantFrom(...types),
  conflict: fc.option(fc.integer({ min: 1, max: conflictCount })),
  dataset: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  retracted: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  participants: fc.uniqueArray(
    fc.record({ actor: fc.integer({ min: 1, max: actorCount }), role: fc.constantFrom(...roles) }),
    { maxLength: 4, selector: ({ actor, role }) => `${actor} ${role}` },
  ),
  edtf: fc.option(edtf, { freq: 8 }),
});

/** Fills an empty database with this many events, the same for the same seed. */
export async function recordCounted(pool: pg.Pool, count: number, seed: number): Promise<CountedEvent[]> {
  const events = fc.sample(event, { numRuns: count, seed }).map((each, index) => ({
    ...each,
    id: encodeId('Event', uuidOf(7, index + 1)),
    ranges: each.edtf === null ? [] : readRanges(makeHistoricalDate({ edtf: each.edtf }).ranges),
  }));
  for (let n = 1; n <= actorCount; n += 1)
    await pool.query(
      `INSERT INTO actor (id, slug, name, kind, member_of_id) VALUES ($1, $2, $2, 'STATE', $3)`,
      [uuidOf(1, n), `actor-${n}`, n > 4 ? uuidOf(1, n - 4) : null],
    );
  for (let n = 1; n <= conflictCount; n += 1)
    await pool.query('INSERT INTO conflict (id, slug, name) VALUES ($1, $2, $2)', [
      uuidOf(3, n),
      `conflict-${n}`,
    ]);
  await pool.query(
    `INSERT INTO dataset (id, slug, name, publisher, licence, attribution, redistributable)
     VALUES ($1, 'dataset-1', 'Dataset', 'Publisher', 'CC0', 'Nobody', true)`,
    [uuidOf(5, 1)],
  );
  for (const [index, each] of events.entries()) {
    const id = uuidOf(7, index + 1);
    await pool.query(
      `INSERT INTO event (id, slug, type, title, date, date_absence, place_absence, conflict_id, origin, dataset_id, retracted_at, retraction_reason, differs_from_claims)
       VALUES ($1, $2, $3, $2, $4, $5, 'NOT_STATED', $6, $7, $8, $9, $10, '{}')`,
      [
        id,
        `event-${index + 1}`,
        each.type,
        each.edtf === null ? null : JSON.stringify(makeHistoricalDate({ edtf: each.edtf })),
        each.edtf === null ? 'NOT_STATED' : null,
        each.conflict === null ? null : uuidOf(3, each.conflict),
        each.dataset ? 'DATASET' : 'CURATED',
        each.dataset ? uuidOf(5, 1) : null,
        each.retracted ? '2026-01-01T00:00:00Z' : null,
        each.retracted ? 'Withdrawn.' : null,
      ],
    );
    for (const [position, { actor, role }] of each.participants.entries())
      await pool.query(
        'INSERT INTO participation (event_id, position, actor_id, role) VALUES ($1, $2, $3, $4)',
        [id, position + 1, uuidOf(1, actor), role],
      );
  }
  return events;
}
