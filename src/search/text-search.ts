import sql, { empty, type Sql } from 'sql-template-tag';
import { type Asked, keepsPhrases, likeness, looseRank, scoreOf, wordsRank } from './search-text.ts';
import type { TextType } from './search-type.ts';

/** Matches of one type that are ranked, the newest of them; ranking reads each. */
export const mostRanked = 10_000;

/** Where so many rows meet a text in full, none is given that lacks a word. */
const enough = 20;

/** Of those that lack one, so many that a type has no more than are ranked. */
const mostLoose = mostRanked - enough;

/** Of one type, in SQL. */
export interface Counts {
  number: Sql;
  exceeded: Sql;
}

function meets(type: TextType, { query }: Asked, conditions: Sql): Sql {
  return sql`FROM ${type.table} r WHERE r.text_search @@ ${query} AND ${conditions}`;
}

/** What rows have in common that do not meet the text and may yet be what was meant. */
function nearlyMeets(type: TextType, asked: Asked, conditions: Sql): Sql {
  return sql`(r.text_search @@ ${asked.query}) IS NOT TRUE AND ${keepsPhrases(asked, type.text)} AND ${conditions}`;
}

/** Rows that lack a word, where few have them all. */
function looseRows(type: TextType, asked: Asked, conditions: Sql, met: Sql): Sql | null {
  return (
    asked.loose &&
    sql`FROM ${type.table} r WHERE (SELECT count(*) FROM ${met}) < ${enough} AND r.text_search @@ ${asked.loose}
    AND ${nearlyMeets(type, asked, conditions)}`
  );
}

/**
 * The ids of such rows of a type. Short passages are found by their letters, too: where a word of two is wrong there is
 * one other to go by, which too many passages have. Two words that a hyphen joins have three lexemes.
 */
function nearly(type: TextType, asked: Asked, conditions: Sql, met: Sql): Sql | null {
  const rows = looseRows(type, asked, conditions, met);
  const loose = rows && sql`SELECT r.id ${rows}`;
  if (type.typeName !== 'Claim') return loose;
  const claims = sql`SELECT r.id FROM claim r WHERE ${nearlyMeets(type, asked, conditions)}`;
  const alike = sql`${claims} AND length(r.text_search) <= 3 AND fold(r.passage_exact) % ${asked.alike}
      AND similarity(fold(r.passage_exact), ${asked.alike}) >= 0.5
    UNION ${claims} AND length(r.passage_exact) <= 8 AND spellings(r.passage_exact) && ${asked.spellings}`;
  return loose ? sql`${loose} UNION ${alike}` : alike;
}

/**
 * The rows of a type that a text finds, each with its score: from 500,000 up to a million for a text that is nearly
 * the one asked for, from 100,000 for one that has all words, and below for one that lacks a word.
 */
export function rankedTexts(type: TextType, asked: Asked, conditions: Sql): Sql {
  const words = sql`CASE WHEN m.meets THEN ${wordsRank(sql`m.text_search`)} ELSE ${looseRank(sql`m.text_search`)} END`;
  const spelled =
    type.typeName === 'Claim'
      ? sql`, CASE WHEN length(m.text) <= 8 AND spellings(m.text) && a.spellings THEN 0.5 + similarity(fold(m.text), a.text) / 2 ELSE 0 END`
      : empty;
  const near = nearRows(type, asked, conditions);
  return sql`WITH ${newestMeeting(type, asked, conditions)}${
    near ? sql`, near AS MATERIALIZED (${near} ${newest(type)} LIMIT ${mostLoose})` : empty
  }
    SELECT m.id, ${type.kind}::int AS kind, m.meets, NULL::text AS name,
      ${scoreOf(sql`greatest(${words}, ${likeness(sql`m.text`)}${spelled})`)}
    FROM asked a, (${near ? sql`SELECT * FROM near UNION ALL ${newestMet}` : sql`SELECT * FROM met`}) m`;
}

const columns = (type: TextType) => sql`r.id, r.text_search, ${type.text} AS text`;
const newest = (type: TextType) => sql`ORDER BY ${type.newest} DESC, r.id DESC`;

/** A text is common where a seventh meets it of so many of the newest rows, or of about as many from all over the table. */
const sampled = 100;

/** Newest rows among which those that meet a common text are looked for. */
const mostWalked = 10 * mostRanked;

/**
 * `met`: the newest rows that meet the text. Those of a common text are looked for among the newest rows, which is over
 * as soon as there are enough of them; where there are not, and for any other text, they come from the index of words.
 * Either gives the same rows. The order is kept away from the index of words, or a plan could read the whole table in
 * that order for the few rows that meet a rare text.
 */
function newestMeeting(type: TextType, { query }: Asked, conditions: Sql): Sql {
  const share = (rows: Sql) =>
    sql`(SELECT count(*) >= ${sampled / 10} AND count(*) FILTER (WHERE s.text_search @@ ${query}) * 7 >= count(*) FROM (${rows}) s)`;
  const met = sql`SELECT ${columns(type)}, true AS meets`;
  const enoughWalked = sql`(SELECT count(*) FROM walked) = ${mostRanked}`;
  return sql`sample AS (SELECT ${share(sql`SELECT r.text_search FROM ${type.table} r WHERE ${conditions} ${newest(type)} LIMIT ${sampled}`)}
        OR ${share(sql`SELECT r.text_search FROM ${type.table} r TABLESAMPLE SYSTEM (0.02) REPEATABLE (1) WHERE ${conditions}`)} AS common),
    walked AS MATERIALIZED (${met} FROM (SELECT r.* FROM ${type.table} r WHERE (SELECT common FROM sample) AND ${conditions}
        ${newest(type)} LIMIT ${mostWalked}) r WHERE coalesce(r.text_search @@ ${query}, false) ${newest(type)} LIMIT ${mostRanked}),
    met AS MATERIALIZED (SELECT * FROM walked WHERE ${enoughWalked} UNION ALL (${met} FROM (SELECT r.* FROM ${type.table} r
        WHERE NOT ${enoughWalked} AND r.text_search @@ ${query} AND ${conditions} OFFSET 0) r ${newest(type)} LIMIT ${mostRanked}))`;
}

/** Of the rows that meet the text, newest first as they are read, as many as those that nearly do leave to be ranked. */
const newestMet = sql`(SELECT * FROM met LIMIT ${mostRanked} - (SELECT count(*) FROM near))`;

/** Rows can be near to a passage for more than one reason. */
function nearRows(type: TextType, asked: Asked, conditions: Sql): Sql | null {
  const near = nearly(type, asked, conditions, sql`met`);
  if (type.typeName === 'Claim')
    return sql`SELECT ${columns(type)}, false AS meets FROM claim r WHERE r.id IN (${near})`;
  const loose = looseRows(type, asked, conditions, sql`met`);
  return loose && sql`SELECT ${columns(type)}, false AS meets ${loose}`;
}

/** The number of rows that a text finds, and whether they are more than are ranked. */
export function countTexts(type: TextType, asked: Asked, conditions: Sql): Counts {
  const meeting = sql`(SELECT r.id ${meets(type, asked, conditions)}`;
  const all = sql`(SELECT count(*) ${meets(type, asked, conditions)})`;
  const ranked = sql`(SELECT count(*) FROM ${meeting} LIMIT ${mostRanked + 1}) m)`;
  const near = nearly(type, asked, conditions, sql`${meeting} LIMIT ${enough}) met`);
  if (near === null) return { number: all, exceeded: sql`${ranked} > ${mostRanked}` };
  return {
    number: sql`${all} + (SELECT count(*) FROM (${near}) n)`,
    exceeded: sql`(SELECT n.near > ${mostLoose} OR n.near + ${ranked} > ${mostRanked}
      FROM (SELECT count(*) AS near FROM (SELECT * FROM (${near}) n LIMIT ${mostRanked + 1}) n) n)`,
  };
}
