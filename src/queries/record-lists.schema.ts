import sql, { type Sql } from 'sql-template-tag';
import { ActorRef } from '../actors/actor.schema.ts';
import { ConflictRef } from '../conflicts/conflict.schema.ts';
import { EventConnectionRef } from '../events/event.schema.ts';
import { builder } from '../kernel/builder.ts';
import { childList, pageArgs, rootList } from '../kernel/connection.ts';
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
type EventArgs = Ordered & { filter?: typeof EventFilterRef.$inferInput | null };
type AttemptArgs = Ordered & { filter?: typeof MediationAttemptFilterRef.$inferInput | null };
type PositionArgs = Ordered & { filter?: typeof PositionFilterRef.$inferInput | null };

function eventListing(name: string) {
  return async (args: EventArgs, context: Context): Promise<Listing> => ({
    name,
    from: sql`event r`,
    where: await eventConditions(context, args.filter),
    order: recordOrder(args.orderBy),
  });
}

function attemptListing(name: string) {
  return async (args: AttemptArgs, context: Context): Promise<Listing> => ({
    name,
    from: sql`mediation_attempt r`,
    where: await attemptConditions(context, args.filter),
    order: recordOrder(args.orderBy),
  });
}

function positionListing(name: string) {
  return async (args: PositionArgs, context: Context): Promise<Listing> => ({
    name,
    from: sql`position r`,
    where: await positionConditions(context, args.filter),
    order: recordOrder(args.orderBy),
  });
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

const ofActor = {
  events: (key: Sql) => sql`r.id IN (SELECT p2.event_id FROM participation p2 WHERE p2.actor_id = ${key})`,
  positions: (key: Sql) => sql`r.holder_id = ${key}`,
  attempts: (key: Sql) => sql`(r.id IN (SELECT m.attempt_id FROM mediator m WHERE m.actor_id = ${key})
    OR r.id IN (SELECT a.attempt_id FROM party_response a WHERE a.party_id = ${key}))`,
};

builder.prismaObjectFields(ActorRef, (t) => ({
  events: t.field({
    type: EventConnectionRef,
    description: 'Events in which this actor takes part, in whatever role.',
    args: { ...eventArgs, ...pageArgs },
    ...childList('Event', ofActor.events, eventListing('Actor.events')),
  }),
  positions: t.field({
    type: PositionConnectionRef,
    description: 'Positions that this actor holds.',
    args: { ...positionArgs, ...pageArgs },
    ...childList('Position', ofActor.positions, positionListing('Actor.positions')),
  }),
  mediationAttempts: t.field({
    type: MediationAttemptConnectionRef,
    description: 'Attempts in which this actor mediates or is a party.',
    args: { ...attemptArgs, ...pageArgs },
    ...childList('MediationAttempt', ofActor.attempts, attemptListing('Actor.mediationAttempts')),
  }),
}));

builder.prismaObjectField(PlaceRef, 'events', (t) =>
  t.field({
    type: EventConnectionRef,
    description: 'Events at this place or at one that it holds.',
    args: { ...eventArgs, ...pageArgs },
    ...childList('Event', (key) => sql`r.place_id IN (${placesWithin(key)})`, eventListing('Place.events')),
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
    ...childList('MediationAttempt', ofConflict, attemptListing('Conflict.mediationAttempts')),
  }),
  positions: t.field({
    type: PositionConnectionRef,
    description: 'Positions that belong to this conflict.',
    args: { ...positionArgs, ...pageArgs },
    ...childList('Position', ofConflict, positionListing('Conflict.positions')),
  }),
}));
