import { OriginRef } from '../datasets/dataset.schema.ts';
import { EventRef } from '../events/event.schema.ts';
import { builder } from '../kernel/builder.ts';
import { connectionType, pageArgs, rootList } from '../kernel/connection.ts';
import { DateFilterRef } from '../kernel/date.schema.ts';
import { MediationAttemptRef } from '../mediation/mediation-attempt.schema.ts';
import { PositionRef } from '../positions/position.schema.ts';
import { ActorFilterRef } from '../queries/record-filter.ts';
import { timelineListing } from './timeline.ts';

const TimelineItemRef = builder.unionType('TimelineItem', {
  description: 'What a timeline holds.',
  types: [EventRef, MediationAttemptRef, PositionRef],
  resolveType: (item) => ('__typename' in item ? String(item.__typename) : undefined),
});

const { ConnectionRef } = connectionType('Timeline', TimelineItemRef);

builder.queryField('timeline', (t) =>
  t.field({
    type: ConnectionRef,
    description:
      'Events, attempts and positions in one order of time, newest first, by the first moment of the date, for a position of the time over which it is held. A date with an open start comes behind all that have a known one, and records without a date come last. Retracted records are left out. With last and before the list is read from its oldest end; a page keeps the order.',
    args: {
      actors: t.arg({
        type: [ActorFilterRef],
        description:
          'Only what at least one of these has a part in: takes part in the event, mediates or is a party to the attempt, holds the position.',
      }),
      conflict: t.arg.id({ description: 'Only what belongs to this conflict: an id or a slug.' }),
      date: t.arg({
        type: DateFilterRef,
        description: 'A condition on the date; for a position, on the time over which it is held.',
      }),
      origins: t.arg({
        type: [OriginRef],
        description: 'Of any of these origins; without it curated records only.',
      }),
      ...pageArgs,
    },
    ...rootList(null, timelineListing),
  }),
);
