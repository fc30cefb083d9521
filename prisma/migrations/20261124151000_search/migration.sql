-- AlterTable
ALTER TABLE "actor_name" ADD COLUMN "text_search" tsvector GENERATED ALWAYS AS (lexemes("text")) STORED;

-- AlterTable
ALTER TABLE "source" ADD COLUMN "text_search" tsvector GENERATED ALWAYS AS (lexemes("title")) STORED;

-- CreateIndex
CREATE INDEX "actor_name_text_search_idx" ON "actor_name" USING GIN ("text_search");

-- CreateIndex
CREATE INDEX "source_text_search_idx" ON "source" USING GIN ("text_search");

-- ---------------------------------------------------------------- what a search text asks for
-- The text as it is read: a dash is an operator only where it is a hyphen that stands right before a word or phrase,
-- and only straight quotation marks make a phrase, so that a passage can be searched for as it was printed.
CREATE FUNCTION search_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN regexp_replace(fold(regexp_replace(value, '[–—−“”„«»]', ' ', 'g')), '(^|\s)-+(?=\s|-|$)', ' ', 'g');

-- Words that must, may or must not occur, in the syntax of web search engines. Null where the text has only stop words or
-- punctuation, and where it can be met by leaving words out alone.
CREATE FUNCTION search_query(value text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (SELECT CASE WHEN querytree(q) <> 'T' AND numnode(q) > 0 THEN q END
    FROM websearch_to_tsquery('pg_catalog.english'::regconfig, search_text(value)) AS q);

-- The text that others may be like that do not meet it. Null where a word is excluded, and where there is no word.
CREATE FUNCTION alike_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN search_query(value)::text NOT LIKE '%!%' THEN search_text(value) END;

-- Any of the words of the text: what to mark where they were not all found. Null where there is none.
CREATE FUNCTION any_word_query(value text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery FROM unnest(lexemes(search_text(value))));

-- All words but one, of three or more; where there are many, all but one of the sixteen longest, which are the rarest as a
-- rule. Null where a word is excluded: then the text is not a passage that somebody misspelt.
CREATE FUNCTION loose_query(value text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  words tsquery[];
  others tsquery;
  loose tsquery;
BEGIN
  SELECT array_agg(word) INTO words FROM (
    SELECT word FROM regexp_split_to_table(replace(alike_text(value), '"', ' '), '\s+') AS written,
      LATERAL (SELECT string_agg(quote_literal(lexeme), ' & ')::tsquery FROM unnest(lexemes(written))) AS w(word)
    WHERE word IS NOT NULL GROUP BY word ORDER BY max(length(written)) DESC, word LIMIT 16) longest;
  IF coalesce(cardinality(words), 0) < 3 THEN RETURN NULL; END IF;
  FOR missing IN 1..cardinality(words) LOOP
    others := NULL;
    FOR i IN 1..cardinality(words) LOOP
      CONTINUE WHEN i = missing;
      others := CASE WHEN others IS NULL THEN words[i] ELSE others && words[i] END;
    END LOOP;
    loose := CASE WHEN loose IS NULL THEN others ELSE loose || others END;
  END LOOP;
  RETURN loose;
END $$;

-- A short text and what is left of it without one of its letters: two texts that share one of these differ by a letter
-- that is other, missing, too many or in the wrong place. For texts of which trigrams say little: those of a few letters, and
-- names in other scripts than the Latin one, of which there are none where the database sorts by code points.
CREATE FUNCTION spellings(value text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (SELECT array_agg(DISTINCT spelling) FROM (SELECT fold(value) AS folded) f,
    LATERAL (SELECT folded UNION ALL SELECT overlay(folded PLACING '' FROM place FOR 1) FROM generate_series(1, length(folded)) AS place) s(spelling));

-- What a name or passage has to be spelled like. A text that is longer than any that is compared so is not taken apart.
CREATE FUNCTION alike_spellings(value text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN length(value) <= 41 THEN spellings(alike_text(value)) END;

-- ---------------------------------------------------------------- what is shown of a hit
-- English with accents folded, so that the words of a text as it is written are recognised by folded ones.
CREATE TEXT SEARCH CONFIGURATION folded_english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION folded_english
  ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, pg_catalog.english_stem;

-- Printed punctuation, which the parser of texts takes for letters where the database sorts by code points, and what it
-- takes for tags and entities, as control characters that it takes for space; those that the text has are blanked.
CREATE FUNCTION inert_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN translate(translate(value, E'\x01\x02\x03\x04\x05\x06\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17', repeat(' ', 16)),
    '<>&‘’“”–—…«»„', E'\x03\x04\x05\x06\x0e\x0f\x10\x11\x12\x13\x14\x15\x16');

-- Such a text as HTML in which nothing is markup but <mark>, of which the characters 1 and 2 are the ends.
CREATE FUNCTION inert_html(inert text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN translate(replace(replace(replace(replace(replace(replace(replace(inert,
    E'\x05', '&amp;'), E'\x03', '&lt;'), E'\x04', '&gt;'), '"', '&quot;'), '''', '&#39;'), E'\x01', '<mark>'), E'\x02', '</mark>'),
    E'\x06\x0e\x0f\x10\x11\x12\x13\x14\x15\x16', '‘’“”–—…«»„');

-- A text as HTML with the words of a query marked: whole where it is short, else the parts around them. Where none is in
-- it the text was found by its likeness; then all of it is the hit.
CREATE FUNCTION search_snippet(value text, query tsquery) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000
  RETURN (SELECT inert_html(CASE WHEN position(E'\x01' IN headline) > 0 THEN headline
      WHEN length(inert) <= 60 THEN E'\x01' || inert || E'\x02' ELSE left(inert, 300) END)
    FROM (SELECT inert_text(left(value, 10000)) AS inert) t,
      LATERAL (SELECT coalesce(ts_headline('public.folded_english'::regconfig, inert, query,
        CASE WHEN length(inert) <= 300 THEN E'HighlightAll=true, StartSel="\x01", StopSel="\x02"'
          ELSE E'MaxWords=30, MinWords=12, MaxFragments=2, FragmentDelimiter=" … ", StartSel="\x01", StopSel="\x02"' END), '') AS headline) h);

-- ---------------------------------------------------------------- indexes that Prisma cannot say
CREATE INDEX actor_name_spellings ON actor_name USING gin (spellings(text)) WHERE length(text) <= 8 OR (length(text) <= 40 AND octet_length(text) > length(text));
CREATE INDEX claim_quote_folded ON claim USING gin (fold(passage_exact) gin_trgm_ops) WHERE length(text_search) <= 2;
CREATE INDEX claim_quote_spellings ON claim USING gin (spellings(passage_exact)) WHERE length(passage_exact) <= 8;
