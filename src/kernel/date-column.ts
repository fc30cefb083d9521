import { Prisma } from '../generated/prisma/client.ts';
import type { HistoricalDate } from './dates/historical-date.ts';

/** A date as the JSON that its column keeps; left out where there is none, so that the column of a new row is null. */
export function dateColumn(date: HistoricalDate | null | undefined): Prisma.InputJsonObject | undefined {
  return date ? { ...date } : undefined;
}

/** The same for a row that is there already, where what is left out would stay. */
export function dateOrNull(
  date: HistoricalDate | null | undefined,
): Prisma.InputJsonObject | typeof Prisma.DbNull {
  return dateColumn(date) ?? Prisma.DbNull;
}
