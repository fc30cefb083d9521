import type { GraphQLResolveInfo } from 'graphql';
import sql, { type Sql } from 'sql-template-tag';
import { ActorRef } from '../actors/actor.schema.ts';
import { ConflictRef } from '../conflicts/conflict.schema.ts';
import { OriginRef } from '../datasets/dataset.schema.ts';
import { EventTypeRef } from '../events/event.schema.ts';
import type { EventType, Origin } from '../generated/prisma/enums.ts';
import { builder, vocabularyType } from '../kernel/builder.ts';
import type { Context } from '../kernel/context.ts';
import { filterRanges } from '../kernel/dates/date-filter.ts';
import { isKnown } from '../kernel/dates/ranges.ts';
import { loadRow } from '../kernel/load.ts';
import { comment, whereAll } from '../kernel/page.ts';
import { planned, type Scope } from '../kernel/plan.ts';
import { type EventFilter, EventFilterRef } from '../queries/event-filter.ts';
import { type EventSource, eventSource } from '../queries/event-source.ts';
import { type CountRow, countSelect, readRefusal, type Span } from './count.store.ts';
import {
  bucketOf,
  checkBuckets,
  defaultRows,
  type EventGrouping,
  maxBuckets,
  maxRows,
  readGroupings,
  readRows,
  type TimeUnit,
} from './count.ts';
import { eventGroupings } from './count.vocabulary.ts';

interface CountArgs {
  filter?: EventFilter | null;
  groupBy: readonly EventGrouping[];
  first?: number | null;
}

const EventGroupingRef = vocabularyType('EventGrouping', eventGroupings);

/** The actor or conflict that a row is about; the foreign keys of the record guarantee it. */
async function named<M extends 'Actor' | 'Conflict'>(
  typeName: M,
  id: string,
  context: Context,
  info: GraphQLResolveInfo,
) {
  const row = await loadRow(context, info, typeName, id);
  if (!row) throw new Error(`${typeName} ${id} is gone.`);
  return row;
}

const actorRows = (property: string) =>
  planned({
    rows: (scope: Scope) => ({ type: 'Actor', id: scope.column(property) }),
  });

const DyadRef = builder.objectRef<CountRow>('Dyad').implement({
  description:
    'Two actors of one event. Directed: from who initiates, speaks, conveys, visits, perpetrates or mediates to who receives, hosts, hears or suffers. Undirected: two parties side by side, always in the same order.',
  fields: (t) => ({
    from: t.field({
      type: ActorRef,
      description: 'Who acts; one of the two where the dyad is not directed.',
      resolve: (row, _args, context, info) => named('Actor', row.fromId ?? '', context, info),
      ...actorRows('fromId'),
    }),
    to: t.field({
      type: ActorRef,
      description: 'Who is acted on; the other of the two where the dyad is not directed.',
      resolve: (row, _args, context, info) => named('Actor', row.toId ?? '', context, info),
      ...actorRows('toId'),
    }),
    directed: t.boolean({
      description: 'Whether one acts on the other; false for parties side by side.',
      resolve: (row) => row.directed === true,
      ...planned({ value: (scope) => scope.column('directed') }),
    }),
  }),
});

const EventCountRef = builder.objectRef<CountRow>('EventCount').implement({
  description: 'How many events there are of one group, in one span of time where they are counted by time.',
  fields: (t) => ({
    type: t.field({
      type: EventTypeRef,
      nullable: true,
      description: 'The type of the events; null unless they are grouped by TYPE.',
      resolve: (row) => row.type as EventType | null,
      ...planned({ value: (scope) => scope.column('type') }),
    }),
    actor: t.field({
      type: ActorRef,
      nullable: true,
      description: 'Who takes part in the events; null unless they are grouped by ACTOR.',
      resolve: (row, _args, context, info) =>
        row.actorId === null ? null : named('Actor', row.actorId, context, info),
      ...actorRows('actorId'),
    }),
    dyad: t.field({
      type: DyadRef,
      nullable: true,
      description: 'The two actors of the events; null unless they are grouped by DYAD.',
      resolve: (row) => (row.fromId === null ? null : row),
      ...planned({
        part: (scope) => scope,
        when: (scope) => sql`${scope.column('fromId')} IS NOT NULL`,
      }),
    }),
    conflict: t.field({
      type: ConflictRef,
      nullable: true,
      description:
        'The conflict that the events belong to. Grouped by CONFLICT, null stands for events that belong to none; else it is null throughout.',
      resolve: (row, _args, context, info) =>
        row.conflictId === null ? null : named('Conflict', row.conflictId, context, info),
      ...planned({
        rows: (scope) => ({ type: 'Conflict', id: scope.column('conflictId') }),
      }),
    }),
    origin: t.field({
      type: OriginRef,
      nullable: true,
      description: 'Where the records come from; null unless they are grouped by ORIGIN.',
      resolve: (row) => row.origin as Origin | null,
      ...planned({ value: (scope) => scope.column('origin') }),
    }),
    bucket: t.expose('bucket', {
      type: 'Date',
      nullable: true,
      description:
        'First day of the span of time that is counted in; null for events without a date, and for the whole of time where they are not counted by time.',
    }),
    definite: t.exposeInt('definite', {
      description:
        'Events whose whole date lies in the bucket. In a row without a bucket nothing is said of when, and every event of the group counts, as in possible.',
    }),
    possible: t.exposeInt('possible', {
      description: 'Events whose date may lie in the bucket; at least definite.',
    }),
  }),
});

/** The buckets that the date filter sets, the number of its first and of its last. */
function spanOf(filter: EventFilter | null | undefined, unit: TimeUnit | null): Span {
  const ranges = filter?.date && unit ? filterRanges(filter.date, 'filter.date') : [];
  const start = ranges.at(0)?.start;
  const end = ranges.at(-1)?.end;
  const span = {
    first: unit && start !== undefined && isKnown(start) ? bucketOf(unit, start) : null,
    last: unit && end !== undefined && isKnown(end) ? bucketOf(unit, end - 1) : null,
  };
  if (span.first !== null && span.last !== null) checkBuckets(unit, span.last - span.first + 1);
  return span;
}

/** A source that is read in several ranges as one that each event is in once. */
function asOneScan({ each, sought, from, where: stated, ...source }: EventSource): EventSource {
  const where = sought ? [...stated, sought.found] : stated;
  if (!each) return { ...source, from, where };
  const once = each.overlapping ? sql`DISTINCT ON (r.id)` : sql``;
  return {
    ...source,
    from: sql`(SELECT ${once} r.* FROM ${each.from} CROSS JOIN ${from} ${whereAll(where)}) r`,
    where: [],
  };
}

/** The rows of counts that the arguments ask for. Grouped by origin, events of every origin are counted. */
async function countsOf(
  { filter, groupBy, first }: CountArgs,
  context: Context,
): Promise<{ select: Sql; skewed: boolean }> {
  const groupings = readGroupings(groupBy);
  const rows = readRows(first);
  const counted: EventFilter | null | undefined =
    groupings.groups.includes('ORIGIN') && filter?.origins == null
      ? { includeRetracted: false, ...filter, origins: ['CURATED', 'DATASET'] }
      : filter;
  const span = spanOf(filter, groupings.unit);
  const source = await eventSource(context, counted);
  // What the events are joined with is found by the event where they are few, and read whole where they are many.
  const joined = groupings.groups.includes('ACTOR') || groupings.groups.includes('DYAD');
  return {
    select: countSelect(asOneScan(source), groupings, span, rows),
    skewed: source.skewed || source.sought !== undefined || joined,
  };
}

builder.queryField('eventCounts', (t) =>
  t.field({
    type: [EventCountRef],
    description: `How many events there are, by one or two groupings, under exactly the filter of \`events\`. Grouped by a span of time, an event is counted in each span, or bucket, that its date may lie in. There are buckets from the first to the last moment of the date filter; where it leaves an end open, up to the dates whose start and end are both known. Events whose date touches none of them are left out, and more than ${maxBuckets} buckets are refused. A bucket that no event touches has no row; events without a date have a row without a bucket. Rows come in order of time, those without a bucket last, and within a bucket the most possible events first.`,
    args: {
      filter: t.arg({
        type: EventFilterRef,
        description:
          'Which events; all curated ones that stand where none is given, or of all origins where they are grouped by ORIGIN.',
      }),
      groupBy: t.arg({
        type: [EventGroupingRef],
        required: true,
        description: 'What to count by: one grouping, or two of which at most one is a span of time.',
      }),
      first: t.arg.int({
        description: `How many rows to give from the start: 0 to ${maxRows}, ${defaultRows} when it is not given.`,
      }),
    },
    resolve: async (_root, args, context) => {
      const { select } = await countsOf(args, context);
      try {
        return await context.db.query<CountRow>(sql`${comment('Query.eventCounts')} ${select}`);
      } catch (error) {
        const buckets = readRefusal(error);
        if (buckets !== null) checkBuckets(readGroupings(args.groupBy).unit, buckets);
        throw error;
      }
    },
    ...planned({
      lookup: async (args: CountArgs, context) => ({
        type: 'EventCount',
        ...(await countsOf(args, context)),
      }),
    }),
  }),
);
