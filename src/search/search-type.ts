import sql, { type Sql } from 'sql-template-tag';
import type { ModelName } from '../kernel/load.ts';
import { searchTypes } from './search.vocabulary.ts';

export type SearchType = keyof typeof searchTypes.values;

export const allTypes = Object.keys(searchTypes.values) as SearchType[];

/** A type whose rows carry the text that they are found by. Its table has the alias `r`. */
export interface TextType {
  /** Tells the types of a list apart; of two hits of one rank the one with the greater number comes first. */
  kind: number;
  typeName: ModelName;
  table: Sql;
  /** What a row is compared with as a whole. */
  text: Sql;
  /** All that a row is found by, as it is shown. */
  shown: Sql;
  /** Which rows are newer than others, ties by id. */
  newest: Sql;
  /** Which rows can be found at all. */
  stands: Sql;
  /** Whether rows are of an origin. */
  hasOrigin: boolean;
}

/** Actors are found by their names, which are rows of their own. */
export const actorKind = 6;

const record = {
  text: sql`r.title`,
  shown: sql`r.title || coalesce(' — ' || r.summary, '')`,
  newest: sql`r.date_desc`,
  stands: sql`r.retracted_at IS NULL`,
  hasOrigin: true,
};

export const textTypes: Readonly<Record<Exclude<SearchType, 'ACTOR'>, TextType>> = {
  EVENT: { ...record, kind: 5, typeName: 'Event', table: sql`event` },
  MEDIATION_ATTEMPT: { ...record, kind: 4, typeName: 'MediationAttempt', table: sql`mediation_attempt` },
  POSITION: {
    ...record,
    kind: 3,
    typeName: 'Position',
    table: sql`position`,
    text: sql`r.summary`,
    shown: sql`r.summary`,
  },
  CLAIM: {
    kind: 2,
    typeName: 'Claim',
    table: sql`claim`,
    text: sql`r.passage_exact`,
    shown: sql`r.passage_exact`,
    newest: sql`r.id`,
    stands: sql`r.status <> 'RETRACTED'`,
    hasOrigin: true,
  },
  SOURCE: {
    kind: 1,
    typeName: 'Source',
    table: sql`source`,
    text: sql`r.title`,
    shown: sql`r.title`,
    newest: sql`r.id`,
    stands: sql`true`,
    hasOrigin: false,
  },
};
