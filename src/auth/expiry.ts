import { InputError } from '../kernel/errors.ts';

const dayMs = 86_400_000;

/** How long a key lasts where nothing is said of it. */
const usualDays = 365;

/**
 * When a key ends, by what the command line is given: a day, at whose end in UTC it ends, a number of days such as 90d,
 * or never. After a year where nothing is given.
 * @throws InputError
 */
export function readExpiry(given: string | undefined, now: Date): Date | null {
  if (given === 'never') return null;
  const [, days] = /^([1-9]\d{0,3})d$/.exec(given ?? `${usualDays}d`) ?? [];
  if (days !== undefined) return new Date(now.getTime() + Number(days) * dayMs);
  const day = given ?? '';
  const end = /^\d{4}-\d\d-\d\d$/.test(day) ? new Date(`${day}T23:59:59.999Z`) : null;
  // The 31st of a month of 30 days would be read as the next day.
  if (!end || Number.isNaN(end.getTime()) || end.toISOString().slice(0, 10) !== day)
    throw new InputError(
      `--expires: ${JSON.stringify(day)} was given, and a day such as 2027-01-31, a number of days such as 90d, or never is taken; leave it out for a year.`,
    );
  if (end <= now)
    throw new InputError(
      `--expires: ${day} was given, which has passed; give today, a later day, or a number of days such as 90d.`,
    );
  return end;
}

/** What becomes of a key, or has become. */
export function describeEnd(
  { expiresAt, revokedAt }: { readonly expiresAt: Date | null; readonly revokedAt: Date | null },
  now: Date,
): string {
  if (revokedAt) return `revoked ${showMoment(revokedAt)}`;
  if (!expiresAt) return 'does not expire';
  return `${expiresAt <= now ? 'expired' : 'expires'} ${showMoment(expiresAt)}`;
}

/** A moment to the minute. */
export function showMoment(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
