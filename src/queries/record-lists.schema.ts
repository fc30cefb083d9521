import sql, { type Sql } from 'sql-template-tag';
import { ActorRef } from '../actors/actor.schema.ts';
import { ConflictRef } from '../conflicts/conflict.schema.ts';
import { EventConnectionRef } from '../events/event.schema.ts';
import { builder } from '../kernel/builder.ts';
import { childConnection, pageArgs, rootConnection } from '../kernel/connection.ts';
import type { Context } from '../kernel/context.ts';
import type { Listing } from '../kernel/page.ts';
import { MediationAttemptConnectionRef } from '../mediation/mediation-attempt.schema.ts';
import { PlaceRef } from '../places/place.schema.ts';
import { PositionConnectionRef } from '../positions/position.schema.ts';
import { attemptConditions, MediationAttemptFilterRef } from './attempt-filter.ts';
import { EventFilterRef, eventConditions, placesWithin } from './event-filter.ts';
import { PositionFilterRef, positionConditions } from './position-filter.ts';
import { orderArgument, RecordOrderRef, recordOrder } from './record-filter.ts';

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

interface Ordered {
  orderBy?: typeof RecordOrderRef.$inferInput | null;
}

async function eventListing(
  name: string,
  context: Context,
  args: Ordered & { filter?: typeof EventFilterRef.$inferInput | null },
): Promise<Listing> {
  return {
    name,
    from: sql`event r`,
    where: await eventConditions(context, args.filter),
    order: recordOrder(args.orderBy),
  };
}

async function attemptListing(
  name: string,
  context: Context,
  args: Ordered & { filter?: typeof MediationAttemptFilterRef.$inferInput | null },
): Promise<Listing> {
  return {
    name,
    from: sql`mediation_attempt r`,
    where: await attemptConditions(context, args.filter),
    order: recordOrder(args.orderBy),
  };
}

async function positionListing(
  name: string,
  context: Context,
  args: Ordered & { filter?: typeof PositionFilterRef.$inferInput | null },
): Promise<Listing> {
  return {
    name,
    from: sql`position r`,
    where: await positionConditions(context, args.filter),
    order: recordOrder(args.orderBy),
  };
}

builder.queryFields((t) => ({
  events: t.field({
    type: EventConnectionRef,
    description: 'Events, by date and newest first unless ordered otherwise.',
    args: { ...eventArgs, ...pageArgs },
    resolve: (_root, args, context, info) =>
      rootConnection('Event', context, info, args, eventListing('Query.events', context, args)),
  }),
  mediationAttempts: t.field({
    type: MediationAttemptConnectionRef,
    description: 'Mediation attempts, by date and newest first unless ordered otherwise.',
    args: { ...attemptArgs, ...pageArgs },
    resolve: (_root, args, context, info) =>
      rootConnection(
        'MediationAttempt',
        context,
        info,
        args,
        attemptListing('Query.mediationAttempts', context, args),
      ),
  }),
  positions: t.field({
    type: PositionConnectionRef,
    description:
      'Positions, by the first day on which they are voiced and newest first unless ordered otherwise.',
    args: { ...positionArgs, ...pageArgs },
    resolve: (_root, args, context, info) =>
      rootConnection('Position', context, info, args, positionListing('Query.positions', context, args)),
  }),
}));

const ofActor = {
  events: sql`r.id IN (SELECT p2.event_id FROM participation p2 WHERE p2.actor_id = p.key)`,
  positions: sql`r.holder_id = p.key`,
  attempts: sql`(r.id IN (SELECT m.attempt_id FROM mediator m WHERE m.actor_id = p.key)
    OR r.id IN (SELECT a.attempt_id FROM party_response a WHERE a.party_id = p.key))`,
} satisfies Record<string, Sql>;

builder.prismaObjectFields(ActorRef, (t) => ({
  events: t.field({
    type: EventConnectionRef,
    description: 'Events in which this actor takes part, in whatever role.',
    args: { ...eventArgs, ...pageArgs },
    resolve: (actor, args, context, info) =>
      childConnection('Event', context, info, args, actor.id, ofActor.events, () =>
        eventListing('Actor.events', context, args),
      ),
  }),
  positions: t.field({
    type: PositionConnectionRef,
    description: 'Positions that this actor holds.',
    args: { ...positionArgs, ...pageArgs },
    resolve: (actor, args, context, info) =>
      childConnection('Position', context, info, args, actor.id, ofActor.positions, () =>
        positionListing('Actor.positions', context, args),
      ),
  }),
  mediationAttempts: t.field({
    type: MediationAttemptConnectionRef,
    description: 'Attempts in which this actor mediates or is a party.',
    args: { ...attemptArgs, ...pageArgs },
    resolve: (actor, args, context, info) =>
      childConnection('MediationAttempt', context, info, args, actor.id, ofActor.attempts, () =>
        attemptListing('Actor.mediationAttempts', context, args),
      ),
  }),
}));

builder.prismaObjectField(PlaceRef, 'events', (t) =>
  t.field({
    type: EventConnectionRef,
    description: 'Events at this place or at one that it holds.',
    args: { ...eventArgs, ...pageArgs },
    resolve: (place, args, context, info) =>
      childConnection(
        'Event',
        context,
        info,
        args,
        place.id,
        sql`r.place_id IN (${placesWithin(sql`p.key`)})`,
        () => eventListing('Place.events', context, args),
      ),
  }),
);

const ofConflict = sql`r.conflict_id = p.key`;

builder.prismaObjectFields(ConflictRef, (t) => ({
  events: t.field({
    type: EventConnectionRef,
    description: 'Events that belong to this conflict.',
    args: { ...eventArgs, ...pageArgs },
    resolve: (conflict, args, context, info) =>
      childConnection('Event', context, info, args, conflict.id, ofConflict, () =>
        eventListing('Conflict.events', context, args),
      ),
  }),
  mediationAttempts: t.field({
    type: MediationAttemptConnectionRef,
    description: 'Attempts that address this conflict.',
    args: { ...attemptArgs, ...pageArgs },
    resolve: (conflict, args, context, info) =>
      childConnection('MediationAttempt', context, info, args, conflict.id, ofConflict, () =>
        attemptListing('Conflict.mediationAttempts', context, args),
      ),
  }),
  positions: t.field({
    type: PositionConnectionRef,
    description: 'Positions that belong to this conflict.',
    args: { ...positionArgs, ...pageArgs },
    resolve: (conflict, args, context, info) =>
      childConnection('Position', context, info, args, conflict.id, ofConflict, () =>
        positionListing('Conflict.positions', context, args),
      ),
  }),
}));
