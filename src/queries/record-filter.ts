import sql, { join, type Sql } from 'sql-template-tag';
import { actorReference } from '../actors/actor.schema.ts';
import { datasetReference } from '../datasets/dataset.schema.ts';
import { originCondition } from '../datasets/origin.ts';
import { builder, vocabularyType } from '../kernel/builder.ts';
import { containsWords, someOf } from '../kernel/conditions.ts';
import type { Context } from '../kernel/context.ts';
import { OrderDirectionRef } from '../kernel/date.schema.ts';
import type { Order } from '../kernel/page.ts';
import { findReference, type Referable } from '../kernel/reference.ts';
import { recordOrderFields } from './order.vocabulary.ts';

/** What the filters of all diplomatic records share. Lists have the alias `r`. */
export interface SharedFilter {
  origins?: readonly string[] | null;
  dataset?: string | null;
  text?: string | null;
  contested?: boolean | null;
  includeRetracted: boolean;
}

/** The conditions that all records share: which origins, which dataset, words, contested, retracted. */
export async function sharedConditions(
  context: Context,
  filter: SharedFilter | null | undefined,
): Promise<Sql[]> {
  const origins = someOf(filter?.origins, 'filter.origins');
  const conditions: Sql[] = [];
  if (origins) conditions.push(originCondition(origins));
  else if (filter?.dataset == null) conditions.push(originCondition(['CURATED']));
  if (filter?.dataset != null) {
    const dataset = await findReference(context, datasetReference, filter.dataset, 'filter.dataset');
    conditions.push(sql`r.dataset_id = ${dataset}::uuid`);
  }
  if (filter?.text != null) conditions.push(containsWords(sql`r.text_search`, filter.text, 'filter.text'));
  if (filter?.contested != null) conditions.push(filter.contested ? sql`r.contested` : sql`NOT r.contested`);
  if (!filter?.includeRetracted) conditions.push(sql`r.retracted_at IS NULL`);
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
  return list ? [sql`${column} = ANY (${[...list]}::${type}[])`] : [];
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

/** The ids that an actor filter stands for, as a set in SQL: the actor and, if asked for, all below it. */
export async function actorSet(context: Context, filter: ActorFilter, argument: string): Promise<Sql> {
  const id = await findReference(context, actorReference, filter.actor, `${argument}.actor`);
  return filter.includeMembers
    ? sql`WITH RECURSIVE members AS (SELECT ${id}::uuid AS id
        UNION SELECT a.id FROM actor a JOIN members m ON a.member_of_id = m.id) SELECT members.id FROM members`
    : sql`SELECT ${id}::uuid`;
}

/** The ids that several actor filters stand for together. */
export async function actorSets(
  context: Context,
  filters: readonly ActorFilter[],
  argument: string,
): Promise<Sql> {
  const sets = await Promise.all(
    filters.map((filter, index) => actorSet(context, filter, `${argument}.${index}`)),
  );
  return join(
    sets.map((set) => sql`(${set})`),
    ' UNION ',
  );
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
