import sql, { type Sql } from 'sql-template-tag';
import { InputError } from '../kernel/errors.ts';

/** No passage is longer than 300 characters. */
const maxText = 500;

/**
 * A search text as it was meant: without white space around it.
 * @throws InputError when it is empty or too long, or holds control characters.
 */
export function readSearchText(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > maxText)
    throw new InputError(
      `text: ${trimmed.length} characters were given; 1 to ${maxText} are expected. Give the words that matter.`,
    );
  if (/[^\P{Cc}\t\n\r]/u.test(trimmed))
    throw new InputError(
      'text: control characters were given; letters, digits, punctuation and white space are expected.',
    );
  return trimmed;
}

/**
 * What a search text asks for, worked out once for a statement, in the row `asked` of {@link withAsked}. Nothing that the
 * database plans depends on the text, so that a search is planned once and not for as long as it runs.
 */
export interface Asked {
  /** The text as it was given. */
  given: string;
  /** The text as it is compared with others. */
  text: Sql;
  /** The words of a text that is found in full. */
  query: Sql;
  /** All words but one; null where there are too few of them. */
  loose: Sql | null;
  /** The text where what is only like it may be found, else NULL. */
  alike: Sql;
  /** What is spelled like the text but for a letter, where that may be found, else NULL. */
  spellings: Sql;
  /** Whether the text has no phrase in quotation marks. */
  noPhrase: Sql;
}

export function askedOf(given: string): Asked {
  const words = given.split(/[\s"-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return {
    given,
    text: sql`(SELECT text FROM asked)`,
    query: sql`(SELECT query FROM asked)`,
    loose: words.length < 3 ? null : sql`(SELECT loose_query(given) FROM asked)`,
    alike: sql`(SELECT alike FROM asked)`,
    spellings: sql`(SELECT spellings FROM asked)`,
    noPhrase: sql`(SELECT no_phrase FROM asked)`,
  };
}

/** A SELECT in which the row `asked` is known. */
export function withAsked({ given }: Asked, select: Sql): Sql {
  return sql`WITH asked AS MATERIALIZED (SELECT t.*, length(t.text) AS length FROM (SELECT g.given, search_text(g.given) AS text,
    search_query(g.given) AS query, any_word_query(g.given) AS any_word, alike_text(g.given) AS alike,
    alike_spellings(g.given) AS spellings, position('"' IN g.given) = 0 AS no_phrase FROM (SELECT ${given}::text AS given) g) t) ${select}`;
}

/** That a text is close enough to stand for one that has a phrase in quotation marks. */
export function keepsPhrases({ noPhrase, text }: Asked, of: Sql): Sql {
  return sql`(${noPhrase} OR similarity(fold(${of}), ${text}) >= 0.7)`;
}

/** How much of two texts is the same, 0 to 1. Texts of other lengths are not compared, which takes its time. */
export function likeness(text: Sql): Sql {
  return sql`CASE WHEN length(${text}) BETWEEN a.length * 3 / 4 - 5 AND a.length * 4 / 3 + 5 THEN similarity(fold(${text}), a.text) ELSE 0 END`;
}

/** How well a text is met whose words all are in it: from 0.1 up to 0.5, the closer together the better. */
export function wordsRank(lexemes: Sql): Sql {
  return sql`0.1 + 0.4 * ts_rank_cd(${lexemes}, a.query, 33)`;
}

/** How well a text is met that lacks a word: below all that lack none. */
export function looseRank(lexemes: Sql): Sql {
  return sql`0.1 * ts_rank(${lexemes}, a.any_word)`;
}

/** A score is a rank in millionths: whole numbers, so that a cursor that holds one is exact. */
export function scoreOf(rank: Sql): Sql {
  return sql`floor(1e6::float8 * ${rank})::int AS score`;
}
