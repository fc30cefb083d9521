-- Words joined by a hyphen are words of their own: "India-Pakirtan war" is three, of which one may be misspelt.
CREATE OR REPLACE FUNCTION loose_query(value text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  words tsquery[];
  others tsquery;
  loose tsquery;
BEGIN
  SELECT array_agg(word) INTO words FROM (
    SELECT word FROM regexp_split_to_table(replace(alike_text(value), '"', ' '), '[\s-]+') AS written,
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

-- Two words that a hyphen joins have three lexemes.
DROP INDEX claim_quote_folded;
CREATE INDEX claim_quote_folded ON claim USING gin (fold(passage_exact) gin_trgm_ops) WHERE length(text_search) <= 3;
