import sql, { join, type Sql } from 'sql-template-tag';
import { actorReference } from '../actors/actor.schema.ts';
import { datasetReference } from '../datasets/dataset.schema.ts';
import { originCondition } from '../datasets/origin.ts';
import { builder, vocabularyType } from '../kernel/builder.ts';
import { anyOf, containsWords, someOf } from '../kernel/conditions.ts';
import type { Context } from '../kernel/context.ts';
import { OrderDirectionRef } from '../kernel/date.schema.ts';
import type { Order } from '../kernel/page.ts';
import { findReference } from '../kernel/reference.ts';
import type { Referable } from '../kernel/references.ts';
import { recordOrderFields } from './order.vocabulary.ts';

/** What the filters of all diplomatic records share. Lists have the alias `r`. */
export interface SharedFilter {
  origins?: readonly string[] | null;
  dataset?: string | null;
  text?: string | null;
  contested?: boolean | null;
  includeRetracted: boolean;
}

/** How the rows `r` of records tell what some conditions ask for. */
export interface SharedRows {
  /** That the record was not withdrawn. */
  readonly stands: Sql;
  /** What stands for the condition on the origin, where it is put otherwise. */
  readonly origin?: Sql;
}

/**
 * The conditions that all records share: which origins, which dataset, words, contested, retracted. What is in a
 * dataset is of that origin; saying so serves the indexes that begin with it.
 */
export async function sharedConditions(
  context: Context,
  filter: SharedFilter | null | undefined,
  { stands, origin }: SharedRows = { stands: sql`r.retracted_at IS NULL` },
): Promise<Sql[]> {
  const origins = someOf(filter?.origins, 'filter.origins');
  const conditions = [
    origin ?? originCondition(origins ?? [filter?.dataset == null ? 'CURATED' : 'DATASET']),
  ];
  if (filter?.dataset != null) {
    const dataset = await findReference(context, datasetReference, filter.dataset, 'filter.dataset');
    conditions.push(sql`r.dataset_id = ${dataset}::uuid`);
  }
  if (filter?.text != null) conditions.push(containsWords(sql`r.text_search`, filter.text, 'filter.text'));
  if (filter?.contested != null) conditions.push(filter.contested ? sql`r.contested` : sql`NOT r.contested`);
  if (!filter?.includeRetracted) conditions.push(stands);
  return conditions;
}

/** That a column is one of the values of an enum of the database; none where no list is given. */
export function oneOf(
  column: Sql,
  type: Sql,
  values: readonly string[] | null | undefined,
  argument: string,
): Sql[] {
  const list = someOf(values, argument);
  return list ? [anyOf(column, type, list)] : [];
}

/** That a column holds the one thing that an argument names; none where it is absent. */
export async function sameAs(
  context: Context,
  column: Sql,
  referable: Referable,
  text: string | null | undefined,
  argument: string,
): Promise<Sql[]> {
  if (text == null) return [];
  return [sql`${column} = ${await findReference(context, referable, text, argument)}::uuid`];
}

/** The ids of several things that an argument names. */
export function findReferences(
  context: Context,
  referable: Referable,
  texts: readonly string[],
  argument: string,
): Promise<string[]> {
  return Promise.all(
    texts.map((text, index) => findReference(context, referable, text, `${argument}.${index}`)),
  );
}

export const ActorFilterRef = builder.inputType('ActorFilter', {
  description: 'An actor, alone or with those who belong to it.',
  fields: (t) => ({
    actor: t.id({ required: true, description: 'The id or slug of the actor.' }),
    includeMembers: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Also match people and bodies that belong to the actor, at any depth.',
    }),
  }),
});

export interface ActorFilter {
  actor: string;
  includeMembers: boolean;
}

/** An actor and all who belong to it, as a set of ids. */
function membersOf(actor: Sql): Sql {
  return sql`WITH RECURSIVE members AS (SELECT ${actor} AS id
    UNION SELECT a.id FROM actor a JOIN members m ON a.member_of_id = m.id) SELECT members.id FROM members`;
}

/** The ids that an actor filter stands for, as a set in SQL: the actor and, if asked for, all below it. */
async function actorSet(context: Context, filter: ActorFilter, argument: string): Promise<Sql> {
  const id = sql`${await findReference(context, actorReference, filter.actor, `${argument}.actor`)}::uuid`;
  return filter.includeMembers ? membersOf(id) : sql`SELECT ${id}`;
}

/** That a column holds an actor or, if asked for, one who belongs to it. */
export async function actorCondition(
  context: Context,
  column: Sql,
  filter: ActorFilter,
  argument: string,
): Promise<Sql> {
  if (filter.includeMembers) return sql`${column} IN (${await actorSet(context, filter, argument)})`;
  return sql`${column} = ${await findReference(context, actorReference, filter.actor, `${argument}.actor`)}::uuid`;
}

/** The ids that several actor filters stand for together, as a set in SQL. */
export async function actorSets(
  context: Context,
  filters: readonly ActorFilter[],
  argument: (index: number) => string,
): Promise<Sql> {
  const sets = await Promise.all(filters.map((filter, index) => actorSet(context, filter, argument(index))));
  const [only] = sets;
  if (only && sets.length === 1) return only;
  return join(
    sets.map((set) => sql`(${set})`),
    ' UNION ',
  );
}

/** That a column holds any of several actors. */
export async function anyActor(
  context: Context,
  column: Sql,
  filters: readonly ActorFilter[],
  argument: string,
): Promise<Sql> {
  const [only] = filters;
  if (only && filters.length === 1) return actorCondition(context, column, only, `${argument}.0`);
  return sql`${column} IN (${await actorSets(context, filters, (index) => `${argument}.${index}`)})`;
}

const RecordOrderFieldRef = vocabularyType('RecordOrderField', recordOrderFields);

export const RecordOrderRef = builder.inputType('RecordOrder', {
  description:
    'The order of a list of records. A date sorts by its first moment; an open start comes first in ascending order; no date comes last in both directions; ties by id.',
  fields: (t) => ({
    field: t.field({
      type: RecordOrderFieldRef,
      required: true,
      defaultValue: 'DATE',
      description: 'What to sort by.',
    }),
    direction: t.field({
      type: OrderDirectionRef,
      required: true,
      defaultValue: 'DESC',
      description: 'Which end comes first.',
    }),
  }),
});

export const orderArgument = {
  description: 'The order of the list; by date, newest first, where none is given.',
};

/** The order of a list of records, newest first where none is asked for. */
export function recordOrder(order: typeof RecordOrderRef.$inferInput | null | undefined): Order {
  const descending = (order?.direction ?? 'DESC') === 'DESC';
  const id = { column: sql`r.id`, type: 'uuid' } as const;
  if (order?.field === 'CREATED_AT')
    return { name: 'created', keys: [{ column: sql`r.created_at`, type: 'timestamptz' }, id], descending };
  const date = descending ? sql`r.date_desc` : sql`r.date_asc`;
  return { name: 'date', keys: [{ column: date, type: 'bigint' }, id], descending };
}

/** The sort key of the date that bounds a list in this order from the right end. */
export function startOf({ name, descending }: Order): Sql {
  return name === 'date' && !descending ? sql`r.date_asc` : sql`r.date_desc`;
}
