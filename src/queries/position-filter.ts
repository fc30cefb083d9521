import sql, { type Sql } from 'sql-template-tag';
import { conflictReference } from '../conflicts/conflict.schema.ts';
import { issueReference } from '../conflicts/issue.schema.ts';
import { OriginRef } from '../datasets/dataset.schema.ts';
import { builder } from '../kernel/builder.ts';
import { anyOf, someOf } from '../kernel/conditions.ts';
import type { Context } from '../kernel/context.ts';
import { DateFilterRef } from '../kernel/date.schema.ts';
import { PublicityRef, StanceRef } from '../positions/position.schema.ts';
import { boundedDate } from './date-bounds.ts';
import { ActorFilterRef, findReferences, oneOf, sameAs, sharedConditions } from './record-filter.ts';
import { type Spread, spreadActors } from './spread.ts';

export const PositionFilterRef = builder.inputType('PositionFilter', {
  description:
    'Conditions on positions; all that are given must hold. A list is met by any of its entries. An empty list is refused; null is as if absent.',
  fields: (t) => ({
    holders: t.field({ type: [ActorFilterRef], description: 'Held by any of these.' }),
    issues: t.idList({ description: 'On any of these issues: ids or slugs.' }),
    stances: t.field({ type: [StanceRef], description: 'With any of these stances.' }),
    held: t.field({
      type: DateFilterRef,
      description:
        'A condition on the time over which it is held. An open end of a position ends, for this filter, where a later position of the same holder on the same issue begins.',
    }),
    conflict: t.id({ description: 'Belonging to this conflict: an id or a slug.' }),
    publicity: t.field({ type: [PublicityRef], description: 'Voiced in any of these ways.' }),
    origins: t.field({
      type: [OriginRef],
      description:
        'Of any of these origins. Without it curated records only, or those of the dataset where one is given.',
    }),
    dataset: t.id({ description: 'Imported from this dataset: an id or a slug.' }),
    text: t.string({
      description:
        'Words of the summary in the syntax of web search engines ("exact phrase", or, -not), stemmed in English, accents folded; 1 to 200 characters.',
    }),
    contested: t.boolean({ description: 'Whether active claims on the position disagree.' }),
    includeRetracted: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Also list positions that were withdrawn.',
    }),
  }),
});

type PositionFilter = typeof PositionFilterRef.$inferInput;

/**
 * Whether the right plan of a list of positions depends on the values of its filter. One value that an index begins with
 * leads to a range of it; stances and ways of voicing are few, and are looked for along that range.
 */
export function positionsSkewed(filter: PositionFilter | null | undefined): boolean {
  if (!filter) return false;
  const { stances, publicity, includeRetracted: _, ...others } = filter;
  const leading = Object.values(others).filter((value) => value != null).length;
  if (filter.text != null || (filter.issues?.length ?? 0) > 1 || (filter.origins?.length ?? 0) > 1)
    return true;
  return leading > 1 || (leading === 0 && stances != null && publicity != null);
}

/** Who holds the positions `r` of a filter. */
export async function spreadHolders(
  context: Context,
  filter: PositionFilter | null | undefined,
): Promise<Spread | null> {
  const holders = someOf(filter?.holders, 'filter.holders');
  if (!holders) return null;
  return spreadActors(context, sql`r.holder_id`, holders, (index) => `filter.holders.${index}`, false);
}

/** The conditions of a position filter, but for its holders, on positions `r`, in a list ordered by the sort key `start` of the date. */
export async function positionConditions(
  context: Context,
  filter: PositionFilter | null | undefined,
  start: Sql = sql`r.date_desc`,
): Promise<Sql[]> {
  const issues = someOf(filter?.issues, 'filter.issues');
  return [
    ...(await sharedConditions(context, filter)),
    ...oneOf(sql`r.stance`, sql`stance`, filter?.stances, 'filter.stances'),
    ...oneOf(sql`r.publicity`, sql`publicity`, filter?.publicity, 'filter.publicity'),
    ...(filter?.held ? boundedDate(filter.held, sql`r.held_ranges`, start, 'filter.held') : []),
    ...(await sameAs(context, sql`r.conflict_id`, conflictReference, filter?.conflict, 'filter.conflict')),
    ...(issues
      ? [
          anyOf(
            sql`r.issue_id`,
            sql`uuid`,
            await findReferences(context, issueReference, issues, 'filter.issues'),
          ),
        ]
      : []),
  ];
}
