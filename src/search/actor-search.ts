import sql, { type Sql } from 'sql-template-tag';
import { type Asked, keepsPhrases, scoreOf, wordsRank } from './search-text.ts';
import { actorKind } from './search-type.ts';
import { type Counts, mostRanked } from './text-search.ts';

const name = sql`n.text`;

/** Where a word is excluded, no other name of the actor may have it. */
function meets({ query, alike }: Asked): Sql {
  return sql`n.text_search @@ ${query} AND (${alike} IS NOT NULL
    OR (SELECT lexemes(string_agg(o.text, ' the the ')) FROM actor_name o WHERE o.actor_id = n.actor_id) @@ ${query})`;
}

/** A word or more of the name, or all of it, has nearly the same letters as the whole text. */
function isAlike(asked: Asked): Sql {
  return sql`fold(${name}) %>> ${asked.alike} AND strict_word_similarity(${asked.alike}, fold(${name})) >= 0.5
    AND ${keepsPhrases(asked, name)}`;
}

const hasSpellings = sql`(length(n.text) <= 8 OR (length(n.text) <= 40 AND octet_length(n.text) > length(n.text)))`;

/** A name of a few letters, or in another script, is the text but for one letter. */
function isSpelled(asked: Asked): Sql {
  return sql`${hasSpellings} AND spellings(${name}) && ${asked.spellings} AND ${keepsPhrases(asked, name)}`;
}

/** Some names are all stop words ("WHO"): they are found by the whole name. */
function isSame({ text }: Asked): Sql {
  return sql`fold(${name}) = ${text}`;
}

function matchingNames(asked: Asked, columns: Sql): Sql {
  const from = sql`SELECT ${columns} FROM actor_name n WHERE`;
  return sql`${from} ${meets(asked)} UNION ${from} ${isAlike(asked)} UNION ${from} ${isSpelled(asked)} UNION ${from} ${isSame(asked)}`;
}

/** The actors that a text finds, each with its score and the name that the text is closest to. */
export function rankedActors(asked: Asked): Sql {
  const similar = sql`similarity(fold(${name}), a.text)`;
  // Two letters with one changed are most likely another name, as UN and US are.
  const nearly = sql`CASE WHEN length(n.text) > 2 THEN 0.5 ELSE 0.1 END`;
  const rank = sql`greatest(CASE WHEN n.text_search @@ a.query THEN ${wordsRank(sql`n.text_search`)} ELSE 0 END,
    CASE WHEN fold(${name}) = a.text THEN 1 WHEN ${hasSpellings} AND spellings(${name}) && a.spellings THEN ${nearly} + ${similar} / 2
      ELSE greatest(${similar}, 0.6 * strict_word_similarity(a.text, fold(${name}))) END)`;
  return sql`SELECT m.id, ${actorKind}::int AS kind, m.meets, m.name, m.score
    FROM (SELECT DISTINCT ON (n.actor_id) n.actor_id AS id, n.text AS name, (n.text_search @@ a.query) IS TRUE AS meets, ${scoreOf(rank)}
      FROM asked a, (${matchingNames(asked, sql`n.actor_id, n.text, n.text_search`)}) n
      ORDER BY n.actor_id DESC, score DESC, n.text LIMIT ${mostRanked}) m`;
}

/** The number of actors that a text finds, and whether they are more than are ranked. */
export function countActors(asked: Asked): Counts {
  const actors = sql`SELECT DISTINCT actor_id FROM (${matchingNames(asked, sql`n.actor_id`)}) n`;
  return {
    number: sql`(SELECT count(*) FROM (${actors}) n)`,
    exceeded: sql`(SELECT count(*) FROM (${actors} LIMIT ${mostRanked + 1}) n) > ${mostRanked}`,
  };
}
