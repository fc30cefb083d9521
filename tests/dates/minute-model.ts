import fc from 'fast-check';
import type { DateFilter } from '../../src/kernel/dates/date-filter.ts';

/**
 * A model of dates that knows no calendar: a few days written out one after the other, of which every minute has
 * a number. Number 0 stands for all that comes before them and the last for all that comes after.
 */
const CALENDARS = [
  ['2024-02-28', '2024-02-29', '2024-03-01'],
  ['2023-02-27', '2023-02-28', '2023-03-01'],
  ['2024-12-31', '2025-01-01', '2025-01-02'],
  ['2025-05-07', '2025-05-08', '2025-05-09'],
];
const DAY = 24 * 60;
const LAST = 3 * DAY + 1;

export interface ModelDate {
  edtf: string;
  /** By number, 1 where the date may be in that minute. */
  minutes: Uint8Array;
  /** One of its ends is unknown, so that it is in no window for certain. */
  isUnbounded: boolean;
}

interface Point {
  edtf: string;
  first: number;
  last: number;
}

const two = (number: number) => String(number).padStart(2, '0');

function pointIn(calendar: readonly string[]): fc.Arbitrary<Point> {
  return fc
    .record({
      day: fc.nat(calendar.length - 1),
      hour: fc.nat(23),
      minute: fc.nat(59),
      detail: fc.constantFrom('day', 'hour', 'minute'),
      qualifier: fc.constantFrom('', '', '', '~', '?', '%'),
    })
    .map(({ day, hour, minute, detail, qualifier }) => {
      const start = 1 + day * DAY;
      if (detail === 'day')
        return { edtf: `${calendar[day]}${qualifier}`, first: start, last: start + DAY - 1 };
      const first = start + hour * 60;
      if (detail === 'hour')
        return { edtf: `${calendar[day]}T${two(hour)}${qualifier}`, first, last: first + 59 };
      const edtf = `${calendar[day]}T${two(hour)}:${two(minute)}${qualifier}`;
      return { edtf, first: first + minute, last: first + minute };
    });
}

function model(edtf: string, spans: readonly (readonly [number, number])[], isUnbounded = false): ModelDate {
  const minutes = new Uint8Array(LAST + 1);
  for (const [first, last] of spans) minutes.fill(1, first, last + 1);
  return { edtf, minutes, isUnbounded };
}

/** Two dates of which the first does not lie wholly after the second. */
function inOrder([a, b]: readonly [Point, Point]): [Point, Point] {
  return a.first <= b.last ? [a, b] : [b, a];
}

function closedIn(calendar: readonly string[]): fc.Arbitrary<ModelDate> {
  const point = pointIn(calendar);
  const pair = fc.tuple(point, point).map(inOrder);
  const member = fc.oneof(
    point.map((at) => ({ edtf: at.edtf, span: [at.first, at.last] as const })),
    pair.map(([from, to]) => ({ edtf: `${from.edtf}..${to.edtf}`, span: [from.first, to.last] as const })),
  );
  return fc.oneof(
    point.map((at) => model(at.edtf, [[at.first, at.last]])),
    pair.map(([from, to]) => model(`${from.edtf}/${to.edtf}`, [[from.first, to.last]])),
    fc
      .tuple(fc.constantFrom('[]', '{}'), fc.array(member, { minLength: 1, maxLength: 4 }))
      .map(([brackets, members]) =>
        model(
          `${brackets[0]}${members.map(({ edtf }) => edtf).join(',')}${brackets[1]}`,
          members.map(({ span }) => span),
        ),
      ),
  );
}

function openIn(calendar: readonly string[]): fc.Arbitrary<ModelDate> {
  const point = pointIn(calendar);
  return fc.oneof(
    point.map((to) => model(`../${to.edtf}`, [[0, to.last]])),
    point.map((from) => model(`${from.edtf}/..`, [[from.first, LAST]])),
    point.map((to) => model(`[..${to.edtf}]`, [[0, to.last]])),
    point.map((from) => model(`{${from.edtf}..}`, [[from.first, LAST]])),
    fc.tuple(point, point).map(([to, from]) =>
      model(`{..${to.edtf},${from.edtf}..}`, [
        [0, to.last],
        [from.first, LAST],
      ]),
    ),
    fc.constant(model('../..', [[0, LAST]])),
  );
}

function unboundedIn(calendar: readonly string[]): fc.Arbitrary<ModelDate> {
  const point = pointIn(calendar);
  return fc.oneof(
    point.map((to) => model(`/${to.edtf}`, [[0, to.last]], true)),
    point.map((from) => model(`${from.edtf}/`, [[from.first, LAST]], true)),
    fc.constantFrom('/', '/..', '../', 'XXXX').map((edtf) => model(edtf, [[0, LAST]], true)),
  );
}

export interface ModelCase {
  date: ModelDate;
  filter: DateFilter;
  /** Whether the date matches. */
  isMatch: boolean;
}

/** A date, a filter, and whether they match by counting minutes. */
export const modelCase: fc.Arbitrary<ModelCase> = fc.constantFrom(...CALENDARS).chain((calendar) => {
  const closed = closedIn(calendar);
  const open = openIn(calendar);
  const window = fc.oneof(closed, open);
  return fc
    .record({
      date: fc.oneof(closed, open, unboundedIn(calendar)),
      asked: fc.oneof(
        fc.record({ within: window }),
        fc.record({ before: closed }),
        fc.record({ after: closed }),
        fc.record({ within: window, before: closed, after: closed }, { requiredKeys: ['after'] }),
      ),
      match: fc.constantFrom('DEFINITE' as const, 'POSSIBLE' as const, null),
    })
    .map(({ date, asked, match }) => {
      const { within, before, after }: Partial<Record<'within' | 'before' | 'after', ModelDate>> = asked;
      const filter = { within: within?.edtf, before: before?.edtf, after: after?.edtf, match };
      return {
        date,
        filter,
        isMatch: isMatch(date, match ?? 'POSSIBLE', minutesAsked(within, before, after)),
      };
    });
});

function minutesAsked(within?: ModelDate, before?: ModelDate, after?: ModelDate): Uint8Array {
  const asked = within?.minutes.slice() ?? new Uint8Array(LAST + 1).fill(1);
  if (before) asked.fill(0, before.minutes.indexOf(1));
  if (after) asked.fill(0, 0, after.minutes.lastIndexOf(1) + 1);
  return asked;
}

function isMatch({ minutes, isUnbounded }: ModelDate, match: string, asked: Uint8Array): boolean {
  if (match === 'POSSIBLE') return minutes.some((mayBe, at) => mayBe === 1 && asked[at] === 1);
  return !isUnbounded && minutes.every((mayBe, at) => mayBe === 0 || asked[at] === 1);
}
