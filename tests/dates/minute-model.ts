import fc from 'fast-check';
import type { DateFilter } from '../../src/kernel/dates/date-filter.ts';

/**
 * A model of dates that knows no calendar: a few days written out one after the other, of which every minute has
 * a number. Number 0 stands for all that comes before them and the last for all that comes after.
 */
const CALENDARS = [
  ['2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01'],
  ['2023-02-27', '2023-02-28', '2023-03-01', '2023-03-02'],
  ['2024-12-30', '2024-12-31', '2025-01-01', '2025-01-02'],
  ['2025-05-06', '2025-05-07', '2025-05-08', '2025-05-09'],
];
const DAY = 24 * 60;
const LAST = 4 * DAY + 1;

export interface ModelDate {
  edtf: string;
  /** By number, whether the date may be in that minute. */
  minutes: boolean[];
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
  const minutes = Array.from({ length: LAST + 1 }, (_, at) =>
    spans.some(([from, to]) => at >= from && at <= to),
  );
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
  const optional = (arbitrary: fc.Arbitrary<ModelDate>) => fc.option(arbitrary, { nil: null });
  return fc
    .record({
      date: fc.oneof(closedIn(calendar), openIn(calendar), unboundedIn(calendar)),
      within: optional(fc.oneof(closedIn(calendar), openIn(calendar))),
      before: optional(closedIn(calendar)),
      after: optional(closedIn(calendar)),
      match: fc.constantFrom('DEFINITE', 'POSSIBLE', null),
    })
    .filter(({ within, before, after }) => within !== null || before !== null || after !== null)
    .map(({ date, within, before, after, match }) => ({
      date,
      filter: { within: within?.edtf, before: before?.edtf, after: after?.edtf, match },
      isMatch: isMatch(date, match ?? 'POSSIBLE', (at) =>
        [
          within === null || within.minutes[at] === true,
          before === null || at < before.minutes.indexOf(true),
          after === null || at > after.minutes.lastIndexOf(true),
        ].every(Boolean),
      ),
    }));
});

function isMatch(date: ModelDate, match: string, isAskedFor: (minute: number) => boolean): boolean {
  const minutes = date.minutes.flatMap((mayBe, at) => (mayBe ? [at] : []));
  return match === 'POSSIBLE' ? minutes.some(isAskedFor) : !date.isUnbounded && minutes.every(isAskedFor);
}
