import type { SourceKind } from '../generated/prisma/enums.ts';
import { dateColumn, dateOrNull } from '../kernel/date-column.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { insertAll } from '../kernel/insert-all.ts';
import { parentsFirst } from '../kernel/order.ts';

export interface SourceInput {
  /** Made where it is left out. */
  id?: string;
  slug: string;
  kind: SourceKind;
  title: string;
  publisherId?: string | null;
  authorId?: string | null;
  url?: string | null;
  published?: HistoricalDate | null;
  language?: string | null;
  licence?: string | null;
  /** Of the bytes that the offsets of its passages refer to, in lower-case hex; none where `embeddedInId` is set. */
  contentSha256?: string | null;
  embeddedInId?: string | null;
  reportsOnId?: string | null;
  republishesId?: string | null;
  /** The event that is the source's utterance. */
  eventId?: string | null;
}

/** Puts sources on record, in any order among themselves, and gives their ids in the order of the input. */
export async function recordSources(tx: Tx, inputs: readonly SourceInput[]): Promise<string[]> {
  const sources = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  const ordered = parentsFirst(
    sources,
    ({ id }) => id,
    ({ embeddedInId, reportsOnId, republishesId }) => [embeddedInId, reportsOnId, republishesId],
  );
  await insertAll(
    ordered.map((source) => ({ ...source, published: dateColumn(source.published) })),
    (data) => tx.source.createMany({ data }),
  );
  return sources.map(({ id }) => id);
}

/** Gives a source on record these values. */
export async function updateSource(tx: Tx, source: SourceInput): Promise<void> {
  const { id, slug: _, published, ...values } = source;
  const { publisherId = null, authorId = null, url = null, language = null, licence = null } = values;
  const { contentSha256 = null, embeddedInId = null, reportsOnId = null, republishesId = null } = values;
  const { kind, title, eventId = null } = values;
  await tx.source.update({
    where: { id },
    data: {
      ...{ kind, title, publisherId, authorId, url, language, licence, contentSha256, embeddedInId },
      ...{ reportsOnId, republishesId, eventId },
      published: dateOrNull(published),
    },
  });
}
