import sql, { type Sql } from 'sql-template-tag';
import { ActorRef } from '../actors/actor.schema.ts';
import { ConflictRef } from '../conflicts/conflict.schema.ts';
import { EventConnectionRef } from '../events/event.schema.ts';
import { builder } from '../kernel/builder.ts';
import { childList, pageArgs, rootList } from '../kernel/connection.ts';
import type { Context } from '../kernel/context.ts';
import type { Listing, PageArgs } from '../kernel/page.ts';
import { MediationAttemptConnectionRef } from '../mediation/mediation-attempt.schema.ts';
import { PlaceRef } from '../places/place.schema.ts';
import { PositionConnectionRef } from '../positions/position.schema.ts';
import { MediationAttemptFilterRef } from './attempt-filter.ts';
import { attemptSource } from './attempt-source.ts';
import { EventFilterRef } from './event-filter.ts';
import { eventSource, type Parent } from './event-source.ts';
import { PositionFilterRef, positionConditions, positionsSkewed, spreadHolders } from './position-filter.ts';
import { orderArgument, RecordOrderRef, recordOrder, startOf } from './record-filter.ts';
import { inPlace, partsOf, spreadOver } from './spread.ts';

const eventArgs = builder.args((t) => ({
  filter: t.field({
    type: EventFilterRef,
    description: 'Which events; all curated ones that stand where none is given.',
  }),
  orderBy: t.field({ type: RecordOrderRef, ...orderArgument }),
}));
const attemptArgs = builder.args((t) => ({
  filter: t.field({
    type: MediationAttemptFilterRef,
    description: 'Which attempts; all curated ones that stand where none is given.',
  }),
  orderBy: t.field({ type: RecordOrderRef, ...orderArgument }),
}));
const positionArgs = builder.args((t) => ({
  filter: t.field({
    type: PositionFilterRef,
    description: 'Which positions; all curated ones that stand where none is given.',
  }),
  orderBy: t.field({ type: RecordOrderRef, ...orderArgument }),
}));

interface Ordered extends PageArgs {
  orderBy?: typeof RecordOrderRef.$inferInput | null;
}
type EventArgs = Ordered & { filter?: typeof EventFilterRef.$inferInput | null };
type AttemptArgs = Ordered & { filter?: typeof MediationAttemptFilterRef.$inferInput | null };
type PositionArgs = Ordered & { filter?: typeof PositionFilterRef.$inferInput | null };

function eventListing(name: string, below?: Parent) {
  return async (args: EventArgs, context: Context): Promise<Listing> => {
    const order = recordOrder(args.orderBy);
    const dated = order.name === 'date';
    const { near, ...source } = await eventSource(context, args.filter, {
      start: startOf(order),
      upward: dated && order.descending === (args.last != null),
      downward: dated && order.descending && args.last == null,
      below,
    });
    // Where more rows are looked at than listed, an index alone tells their ids.
    const byId = near || source.each !== undefined || below === 'place';
    return { name, order, ...source, ...(byId ? { id: sql`r.id` } : {}) };
  };
}

function attemptListing(name: string, below?: Parent) {
  return async (args: AttemptArgs, context: Context): Promise<Listing> => {
    const order = recordOrder(args.orderBy);
    const { near, ...source } = await attemptSource(context, args.filter, startOf(order), below);
    return { name, order, ...source, ...(near ? { id: sql`r.id` } : {}) };
  };
}

function positionListing(name: string) {
  return async (args: PositionArgs, context: Context): Promise<Listing> => {
    const order = recordOrder(args.orderBy);
    const holders = await spreadHolders(context, args.filter);
    return {
      name,
      from: sql`position r`,
      where: [
        ...(holders ? [holders.condition] : []),
        ...(await positionConditions(context, args.filter, startOf(order))),
      ],
      ...spreadOver(holders),
      order,
      skewed: positionsSkewed(args.filter),
    };
  };
}

builder.queryFields((t) => ({
  events: t.field({
    type: EventConnectionRef,
    description: 'Events, by date and newest first unless ordered otherwise.',
    args: { ...eventArgs, ...pageArgs },
    ...rootList('Event', eventListing('Query.events')),
  }),
  mediationAttempts: t.field({
    type: MediationAttemptConnectionRef,
    description: 'Mediation attempts, by date and newest first unless ordered otherwise.',
    args: { ...attemptArgs, ...pageArgs },
    ...rootList('MediationAttempt', attemptListing('Query.mediationAttempts')),
  }),
  positions: t.field({
    type: PositionConnectionRef,
    description:
      'Positions, by the first day on which they are voiced and newest first unless ordered otherwise.',
    args: { ...positionArgs, ...pageArgs },
    ...rootList('Position', positionListing('Query.positions')),
  }),
}));

const ofActor = (key: Sql) => sql`r.actor_id = ${key}`;

builder.prismaObjectFields(ActorRef, (t) => ({
  events: t.field({
    type: EventConnectionRef,
    description: 'Events in which this actor takes part, in whatever role.',
    args: { ...eventArgs, ...pageArgs },
    ...childList('Event', ofActor, eventListing('Actor.events', 'actor')),
  }),
  positions: t.field({
    type: PositionConnectionRef,
    description: 'Positions that this actor holds.',
    args: { ...positionArgs, ...pageArgs },
    ...childList('Position', (key) => sql`r.holder_id = ${key}`, positionListing('Actor.positions')),
  }),
  mediationAttempts: t.field({
    type: MediationAttemptConnectionRef,
    description: 'Attempts in which this actor mediates or is a party.',
    args: { ...attemptArgs, ...pageArgs },
    ...childList('MediationAttempt', ofActor, attemptListing('Actor.mediationAttempts', 'actor')),
  }),
}));

builder.prismaObjectField(PlaceRef, 'events', (t) =>
  t.field({
    type: EventConnectionRef,
    description: 'Events at this place or at one that it holds.',
    args: { ...eventArgs, ...pageArgs },
    ...childList('Event', () => inPlace, eventListing('Place.events', 'place'), partsOf),
  }),
);

const ofConflict = (key: Sql) => sql`r.conflict_id = ${key}`;

builder.prismaObjectFields(ConflictRef, (t) => ({
  events: t.field({
    type: EventConnectionRef,
    description: 'Events that belong to this conflict.',
    args: { ...eventArgs, ...pageArgs },
    ...childList('Event', ofConflict, eventListing('Conflict.events')),
  }),
  mediationAttempts: t.field({
    type: MediationAttemptConnectionRef,
    description: 'Attempts that address this conflict.',
    args: { ...attemptArgs, ...pageArgs },
    ...childList('MediationAttempt', ofConflict, attemptListing('Conflict.mediationAttempts', 'conflict')),
  }),
  positions: t.field({
    type: PositionConnectionRef,
    description: 'Positions that belong to this conflict.',
    args: { ...positionArgs, ...pageArgs },
    ...childList('Position', ofConflict, positionListing('Conflict.positions')),
  }),
}));
