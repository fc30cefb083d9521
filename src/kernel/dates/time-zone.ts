import { InputError } from '../errors.ts';
import { DAY, FIRST_YEAR, formatMoment, HOUR, LAST_YEAR, startOfDay } from './calendar.ts';
import type { Range } from './ranges.ts';

/** Zones in use lie from 12 hours behind UTC to 14 hours ahead of it. */
const WEST = -12 * HOUR;
const EAST = 14 * HOUR;

/** The seconds by which an offset (`Z`, `+05:00`, `+05`) is ahead of UTC; null for anything else. */
export function offsetSeconds(zone: string): number | null {
  if (zone === 'Z') return 0;
  const [, sign, hours, minutes = '00'] = /^([+-])(\d\d)(?::([0-5]\d))?$/.exec(zone) ?? [];
  if (sign === undefined || hours === undefined) return null;
  const seconds = (Number(hours) * 60 + Number(minutes)) * 60 * (sign === '-' ? -1 : 1);
  // ISO 8601 has no -00:00.
  return seconds < WEST || seconds > EAST || Object.is(seconds, -0) ? null : seconds;
}

/**
 * The zone as it is kept: an offset, or an IANA name in the spelling of the time zone database where only its
 * capitals differ. Abbreviations are refused, because IST is the time of India, of Israel and of Ireland.
 */
export function checkTimeZone(zone: string): string {
  const name = zone.trim();
  if (offsetSeconds(name) !== null) return name;
  if (/^(UTC|GMT|[A-Za-z]+\/.+)$/.test(name)) {
    try {
      const { timeZone } = clockOf(name).resolvedOptions();
      return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  throw new InputError(
    `The time zone "${name.slice(0, 80)}" is not known; give an IANA name such as Asia/Karachi, an offset from -12:00 to +14:00 such as +05:00, or Z for UTC.`,
  );
}

/** True where two zones are one by their names or offsets (`Z`, `+00:00`, `UTC`), on every day of the calendar. */
export function isSameZone(a: string, b: string): boolean {
  const canonical = (zone: string) => offsetSeconds(zone) ?? clockOf(zone).resolvedOptions().timeZone;
  const plain = (zone: string | number) => (zone === 'UTC' || zone === 'GMT' ? 0 : zone);
  return plain(canonical(a)) === plain(canonical(b));
}

/**
 * The instant at which a stretch of local time begins, in seconds since 1970-01-01T00:00:00Z. Null where the
 * zone does not decide it: clocks that go back show a time twice, clocks that go forward skip one, and which
 * instant is meant, or whether the source errs, is not for the service to choose.
 */
export function instantOf(local: Range, zone: string): number | null {
  const first = ahead(local.start, zone);
  const last = ahead(local.end - 1, zone);
  if (first === null || first !== last) return null;
  const instant = local.start - first;
  const isInRange = instant >= startOfDay(FIRST_YEAR, 1, 1) && instant < startOfDay(LAST_YEAR + 1, 1, 1);
  return isInRange ? instant : null;
}

/** An instant as `2025-05-11T03:17:00Z`. */
export function formatInstant(instant: number): string {
  return `${formatMoment(instant)}Z`;
}

/** The seconds by which a zone is ahead of UTC when its clocks show the local time; null where there are two or none. */
function ahead(local: number, zone: string): number | null {
  const fixed = offsetSeconds(zone);
  if (fixed !== null) return fixed;
  // No zone is more than 14 hours from UTC, so the offsets before and after any change near the local time are
  // those that hold a day earlier and a day later.
  const candidates = new Set([-DAY, 0, DAY].map((shift) => aheadAt(local + shift, zone)));
  const fitting = [...candidates].filter((offset) => aheadAt(local - offset, zone) === offset);
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** The seconds by which a zone is ahead of UTC at an instant. */
export function aheadAt(instant: number, zone: string): number {
  const fixed = offsetSeconds(zone);
  if (fixed !== null) return fixed;
  const shown: Record<string, string> = {};
  for (const { type, value } of clockOf(zone).formatToParts(instant * 1000)) shown[type] = value;
  const year = shown.era === 'BC' ? 1 - Number(shown.year) : Number(shown.year);
  const clock = (Number(shown.hour) * 60 + Number(shown.minute)) * 60 + Number(shown.second);
  return startOfDay(year, Number(shown.month), Number(shown.day)) + clock - instant;
}

/** A formatter takes far longer to make than to use, and there are a few hundred zones. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const key = zone.toLowerCase();
  const known = clocks.get(key);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(key, clock);
  return clock;
}
