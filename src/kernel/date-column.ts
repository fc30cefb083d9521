import type { Prisma } from '../generated/prisma/client.ts';
import type { HistoricalDate } from './dates/historical-date.ts';

/** A date as the JSON that its column keeps; left out where there is none, so that the column is null. */
export function dateColumn(date: HistoricalDate | null | undefined): Prisma.InputJsonObject | undefined {
  return date ? { ...date } : undefined;
}
