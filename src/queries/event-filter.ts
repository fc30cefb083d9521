import sql, { type Sql } from 'sql-template-tag';
import { CodingSchemeRef } from '../codes/code.schema.ts';
import { conflictReference } from '../conflicts/conflict.schema.ts';
import { issueReference } from '../conflicts/issue.schema.ts';
import { OriginRef } from '../datasets/dataset.schema.ts';
import { EventTypeRef, ParticipationRoleRef } from '../events/event.schema.ts';
import { builder } from '../kernel/builder.ts';
import { anyOf, mostJoined, someOf } from '../kernel/conditions.ts';
import type { Context } from '../kernel/context.ts';
import { DateFilterRef } from '../kernel/date.schema.ts';
import type { DateFilter } from '../kernel/dates/date-filter.ts';
import { InputError } from '../kernel/errors.ts';
import { type Sought, whereAll } from '../kernel/page.ts';
import { findReference } from '../kernel/reference.ts';
import { placeReference } from '../places/place.schema.ts';
import { boundedDate } from './date-bounds.ts';
import {
  actorCondition,
  findReferences,
  oneOf,
  type SharedRows,
  sameAs,
  sharedConditions,
} from './record-filter.ts';

const ParticipantFilterRef = builder.inputType('ParticipantFilter', {
  description: 'An actor that takes part, in any of some roles.',
  fields: (t) => ({
    actor: t.id({ required: true, description: 'The id or slug of the actor.' }),
    roles: t.field({
      type: [ParticipationRoleRef],
      description: 'In any of these roles; in whatever role where none are given. An empty list is refused.',
    }),
    includeMembers: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Also match people and bodies that belong to the actor, at any depth.',
    }),
  }),
});

const CodingFilterRef = builder.inputType('CodingFilter', {
  description: 'Codes of one scheme that begin alike: "04" stands for 040 to 046 in CAMEO.',
  fields: (t) => ({
    scheme: t.field({ type: CodingSchemeRef, required: true, description: 'The scheme of the codes.' }),
    codePrefix: t.string({
      required: true,
      description: 'How the code begins, as the scheme writes it: 1 to 40 characters.',
    }),
  }),
});

export const EventFilterRef = builder.inputType('EventFilter', {
  description:
    'Conditions on events; all that are given must hold. A list of values is met by any of them, but every entry of participants must match. An empty list is refused; null is as if absent.',
  fields: (t) => ({
    types: t.field({ type: [EventTypeRef], description: 'Of any of these types.' }),
    date: t.field({ type: DateFilterRef, description: 'A condition on the date.' }),
    participants: t.field({
      type: [ParticipantFilterRef],
      description: 'Who takes part: every entry must match, so that two give common events only. At most 10.',
    }),
    conflict: t.id({ description: 'Belonging to this conflict: an id or a slug.' }),
    issues: t.idList({ description: 'About any of these issues: ids or slugs.' }),
    place: t.id({ description: 'At this place or at one that it holds: an id or a slug.' }),
    origins: t.field({
      type: [OriginRef],
      description:
        'Of any of these origins. Without it curated records only, or those of the dataset where one is given.',
    }),
    dataset: t.id({ description: 'Imported from this dataset: an id or a slug.' }),
    coding: t.field({ type: CodingFilterRef, description: 'Coded so by an event dataset or an editor.' }),
    text: t.string({
      description:
        'Words of title or summary in the syntax of web search engines ("exact phrase", or, -not), stemmed in English, accents folded; 1 to 200 characters.',
    }),
    contested: t.boolean({ description: 'Whether active claims on the event disagree.' }),
    includeRetracted: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Also list events that were withdrawn.',
    }),
  }),
});

export type EventFilter = typeof EventFilterRef.$inferInput;

/** How the rows `r` of events tell what some conditions ask for. */
export interface EventRows extends SharedRows {
  /** The condition on the date. */
  readonly date: (filter: DateFilter, argument: string) => Sql[];
  /** The entries of participants that are met by where the rows are taken from, which need no condition. */
  readonly met: readonly number[];
}

const eventRows: EventRows = {
  stands: sql`r.retracted_at IS NULL`,
  date: (filter, argument) => boundedDate(filter, sql`r.date_ranges`, sql`r.date_desc`, argument),
  met: [],
};

/** The conditions of an event filter but for the coding on rows `r`, whole events unless said otherwise. */
export async function eventConditions(
  context: Context,
  filter: EventFilter | null | undefined,
  rows = eventRows,
): Promise<Sql[]> {
  const issues = someOf(filter?.issues, 'filter.issues');
  const participants = someOf(filter?.participants, 'filter.participants', mostJoined) ?? [];
  return [
    ...(await sharedConditions(context, filter, rows)),
    ...oneOf(sql`r.type`, sql`event_type`, filter?.types, 'filter.types'),
    ...(filter?.date ? rows.date(filter.date, 'filter.date') : []),
    ...(await sameAs(context, sql`r.conflict_id`, conflictReference, filter?.conflict, 'filter.conflict')),
    ...(issues
      ? [
          sql`r.id IN (SELECT i.event_id FROM event_issue i WHERE ${anyOf(sql`i.issue_id`, sql`uuid`, await findReferences(context, issueReference, issues, 'filter.issues'))})`,
        ]
      : []),
    ...(filter?.place == null ? [] : [await placeCondition(context, filter.place)]),
    ...(await Promise.all(
      participants.flatMap((participant, index) =>
        rows.met.includes(index)
          ? []
          : [participantCondition(context, participant, `filter.participants.${index}`)],
      ),
    )),
  ];
}

type ParticipantFilter = typeof ParticipantFilterRef.$inferInput;

async function participantCondition(
  context: Context,
  participant: ParticipantFilter,
  argument: string,
): Promise<Sql> {
  const conditions = [
    await actorCondition(context, sql`x.actor_id`, participant, argument),
    ...rolesCondition(sql`x.roles`, participant.roles, argument),
  ];
  return sql`r.id IN (SELECT x.event_id FROM event_actor x ${whereAll(conditions)})`;
}

/** That a column of roles holds any of some; none where no roles are given. */
export function rolesCondition(column: Sql, given: ParticipantFilter['roles'], argument: string): Sql[] {
  const roles = someOf(given, `${argument}.roles`);
  return roles ? [sql`${column} && ${[...roles]}::participation_role[]`] : [];
}

async function placeCondition(context: Context, place: string): Promise<Sql> {
  const id = await findReference(context, placeReference, place, 'filter.place');
  return sql`r.place_id IN (${placesWithin(sql`${id}::uuid`)})`;
}

/** A place and all that it holds, as a set of ids. */
export function placesWithin(place: Sql): Sql {
  return sql`WITH RECURSIVE parts AS (SELECT ${place} AS id
    UNION SELECT child.id FROM place child JOIN parts ON child.part_of_id = parts.id) SELECT parts.id FROM parts`;
}

/** That the events `r` are coded so: asked of each, or all that are. */
export function codingConditions({ scheme, codePrefix }: typeof CodingFilterRef.$inferInput): Sought {
  if (codePrefix.length < 1 || codePrefix.length > 40 || codePrefix.includes('\0'))
    throw new InputError(
      `filter.coding.codePrefix: ${codePrefix.length} characters were given; 1 to 40 are expected, as the scheme writes its codes, such as "04".`,
    );
  const coded = sql`FROM event_coding c WHERE c.scheme = ${scheme}::coding_scheme`;
  // A range leads into the index of codes, whatever the prefix; asked of one event, its codes are not to be looked for there.
  const range = sql`c.code >= ${codePrefix} AND c.code < ${`${codePrefix}\u{10ffff}`}`;
  return {
    asked: sql`(SELECT true ${coded} AND starts_with(c.code, ${codePrefix}) AND c.event_id = r.id LIMIT 1)`,
    found: sql`r.id IN (SELECT c.event_id ${coded} AND ${range})`,
  };
}
