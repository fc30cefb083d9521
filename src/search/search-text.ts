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
 * What a search text asks for, as SQL that follows from the text alone: the database knows its value while it plans
 * the statement, and so how common the words are and which index serves them best.
 */
export interface Asked {
  /** The text as it is compared with others. */
  text: Sql;
  /** The words of a text that is found in full. */
  query: Sql;
  /** All words but one; null where there are too few of them. */
  loose: Sql | null;
  /** Any of the words. */
  anyWord: Sql;
  /** The text where what is only like it may be found, else NULL. */
  alike: Sql;
  /** What is spelled like the text but for a letter, where that may be found, else NULL. */
  spellings: Sql;
  /** Whether the text has no phrase in quotation marks. */
  noPhrase: Sql;
}

export function askedOf(given: string): Asked {
  const words = given.split(/[\s"]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return {
    text: sql`search_text(${given})`,
    query: sql`search_query(${given})`,
    loose: words.length < 3 ? null : sql`loose_query(${given})`,
    anyWord: sql`any_word_query(${given})`,
    alike: sql`alike_text(${given})`,
    spellings: sql`alike_spellings(${given})`,
    noPhrase: sql`position('"' IN ${given}) = 0`,
  };
}

/** The same, worked out once, for what is done with each row: the row `asked a` of a search. */
export function askedOnce({ text, query, anyWord, spellings }: Asked): Sql {
  return sql`asked AS MATERIALIZED (SELECT t.*, length(t.text) AS length FROM (SELECT ${text} AS text, ${query} AS query,
    ${anyWord} AS any_word, ${spellings} AS spellings) t)`;
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
