import { isKnown, type Range } from '../../src/kernel/dates/ranges.ts';
import { actorId, type CountedEvent, conflictId, type types } from './count-record.ts';

export const groupings = [
  'TYPE',
  'ACTOR',
  'DYAD',
  'CONFLICT',
  'ORIGIN',
  'YEAR',
  'QUARTER',
  'MONTH',
  'DAY',
] as const;
export type Grouping = (typeof groupings)[number];
export const isTime = (grouping: Grouping) => groupings.indexOf(grouping) > 4;

/** A row of counts with what it counts told by number or name, to be sorted and compared. */
interface Key {
  type: string | null;
  actor: string | null;
  from: string | null;
  to: string | null;
  directed: boolean | null;
  conflict: string | null;
  origin: string | null;
}
export interface Row extends Key {
  bucket: string | null;
  definite: number;
  possible: number;
}

const none: Key = {
  type: null,
  actor: null,
  from: null,
  to: null,
  directed: null,
  conflict: null,
  origin: null,
};
const acting = ['INITIATOR', 'SPEAKER', 'CONVEYOR', 'VISITOR', 'PERPETRATOR', 'MEDIATOR'];
const acted = ['RECIPIENT', 'HOST', 'AUDIENCE', 'VICTIM'];

function keysOf(event: CountedEvent, grouping: Grouping): Partial<Key>[] {
  if (grouping === 'TYPE') return [{ type: event.type }];
  if (grouping === 'CONFLICT')
    return [{ conflict: event.conflict === null ? null : conflictId(event.conflict) }];
  if (grouping === 'ORIGIN') return [{ origin: event.dataset ? 'DATASET' : 'CURATED' }];
  const found = new Map<string, Partial<Key>>();
  const add = (key: Partial<Key>) => found.set(JSON.stringify(key), key);
  for (const one of event.participants) {
    if (grouping === 'ACTOR') add({ actor: actorId(one.actor) });
    if (grouping !== 'DYAD') continue;
    for (const other of event.participants) {
      if (other.actor === one.actor) continue;
      const dyad = { from: actorId(one.actor), to: actorId(other.actor) };
      if (acting.includes(one.role) && acted.includes(other.role)) add({ ...dyad, directed: true });
      if (one.role === 'PARTY' && other.role === 'PARTY' && one.actor < other.actor)
        add({ ...dyad, directed: false });
    }
  }
  return grouping === 'ACTOR' || grouping === 'DYAD' ? [...found.values()] : [{}];
}

/** The first days of the buckets from that of one day to that of another, by walking the calendar. */
function bucketsBetween(
  unit: Grouping,
  from: number,
  to: number,
): { first: string; start: number; end: number }[] {
  const start = new Date(from * 1000);
  start.setUTCHours(0, 0, 0, 0);
  if (unit !== 'DAY') start.setUTCDate(1);
  if (unit === 'QUARTER') start.setUTCMonth(start.getUTCMonth() - (start.getUTCMonth() % 3));
  if (unit === 'YEAR') start.setUTCMonth(0);
  const found = [];
  for (let at = start; at.getTime() / 1000 <= to; ) {
    const next = new Date(at);
    if (unit === 'DAY') next.setUTCDate(next.getUTCDate() + 1);
    else next.setUTCMonth(next.getUTCMonth() + (unit === 'MONTH' ? 1 : unit === 'QUARTER' ? 3 : 12));
    found.push({
      first: at.toISOString().slice(0, 10),
      start: at.getTime() / 1000,
      end: next.getTime() / 1000,
    });
    at = next;
  }
  return found;
}

/** Whether both ends of a date are known. */
function isDefinite({ ranges }: CountedEvent): boolean {
  return ranges.length > 0 && ranges.every(({ start, end }) => isKnown(start) && isKnown(end));
}

/**
 * Counts events one by one.
 * @param window the moments that the date filter asks for
 */
export function countByHand(
  events: readonly CountedEvent[],
  groupBy: readonly Grouping[],
  window: readonly Range[] | null,
): Row[] {
  const unit = groupBy.find(isTime);
  const definite = events.filter(isDefinite);
  const ends = (ranges: readonly Range[]): [number[], number[]] => [
    ranges.map(({ start }) => start).filter(isKnown),
    ranges.map(({ end }) => end).filter(isKnown),
  ];
  const [starts, lasts] = ends(definite.flatMap(({ ranges }) => ranges));
  const opens = window?.at(0)?.start ?? Number.NaN;
  const closes = window?.at(-1)?.end ?? Number.NaN;
  const from = isKnown(opens) ? opens : Math.min(...starts);
  const to = isKnown(closes) ? closes : Math.max(...lasts);
  const buckets =
    unit && Number.isFinite(from) && Number.isFinite(to) ? bucketsBetween(unit, from, to - 1) : [];
  const rows = new Map<string, Row>();
  const count = (key: Key, bucket: string | null, certain: boolean) => {
    const name = JSON.stringify([key, bucket]);
    const row = rows.get(name) ?? { ...key, bucket, definite: 0, possible: 0 };
    rows.set(name, { ...row, definite: row.definite + Number(certain), possible: row.possible + 1 });
  };
  for (const event of events) {
    const groups = groupBy.map((grouping) => keysOf(event, grouping));
    const keys = groups.reduce<Key[]>(
      (all, group) => all.flatMap((key) => group.map((part) => ({ ...key, ...part }))),
      [none],
    );
    for (const key of keys) {
      if (!unit || event.ranges.length === 0) count(key, null, true);
      else
        for (const { first, start, end } of buckets)
          if (event.ranges.some((range) => range.start < end && start < range.end))
            count(
              key,
              first,
              event.ranges.every((range) => start <= range.start && range.end <= end),
            );
    }
  }
  return [...rows.values()].sort(inOrder);
}

const places: ((row: Row) => string | number | null)[] = [
  (row) => row.bucket,
  (row) => -row.possible,
  (row) => -row.definite,
  (row) => (row.type === null ? null : [...typeOrder].indexOf(row.type)),
  (row) => row.actor && sortable(row.actor),
  (row) => row.from && sortable(row.from),
  (row) => row.to && sortable(row.to),
  (row) => (row.directed === null ? null : Number(row.directed)),
  (row) => row.conflict && sortable(row.conflict),
  (row) => row.origin,
];
/** As the vocabulary has them. */
const typeOrder: readonly string[] = ['STATEMENT', 'MEETING', 'CALL'] satisfies (typeof types)[number][];
const sortable = (id: string) => Buffer.from(id, 'base64url').toString();

/** What is null comes last. */
function inOrder(a: Row, b: Row): number {
  for (const place of places) {
    const [x, y] = [place(a), place(b)];
    if (x === y) continue;
    if (x === null || y === null) return x === null ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return 0;
}
