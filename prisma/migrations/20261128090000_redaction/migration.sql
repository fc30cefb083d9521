-- The one change of history that the law can ask for: a text is taken out everywhere. What a redaction asks for is one
-- JSON value: { what, instead, needles, about: { what, instead }, kept: { table: [columns] }, at }.

-- ---------------------------------------------------------------- what is written stays
-- A redaction says that it is one, is made by the owner of the table, and changes what people wrote and nothing else:
-- never which change came when, or of what. A revision that is changed says when it was.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  written text[];
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('demarche.redaction', true) = 'on'
    AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
    written := CASE TG_TABLE_NAME
      WHEN 'revision' THEN ARRAY['by', 'note', 'changes', 'record', 'redacted_at']
      WHEN 'derivation' THEN ARRAY['derived']
      WHEN 'redaction' THEN ARRAY['by', 'reason']
      ELSE ARRAY[]::text[] END;
    IF to_jsonb(NEW) - written = to_jsonb(OLD) - written
      AND (TG_TABLE_NAME <> 'revision' OR to_jsonb(NEW) ->> 'redacted_at' IS NOT NULL) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'What % holds is history and cannot be changed or deleted.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'history_stays';
END $$;

-- ---------------------------------------------------------------- where a text stands
-- A text as it stands between the quotation marks of a JSON string.
CREATE FUNCTION json_inside(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (SELECT substr(quoted, 2, length(quoted) - 2) FROM (SELECT to_json(value)::text AS quoted) q);

-- Whether JSON that is written out can hold the text, which only a look at its strings can tell for sure.
CREATE FUNCTION may_hold(written text, needles text[]) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  needle text;
BEGIN
  FOREACH needle IN ARRAY needles LOOP
    IF strpos(written, needle) > 0 THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;

-- ---------------------------------------------------------------- the text taken out
-- Of JSON only strings are changed: no key, no number, no id, and of a date what was printed and what is shown of it.
-- A string can hold the text as JSON, as a message does that quotes it.
CREATE FUNCTION redact_json(value jsonb, how jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  dated boolean;
  whole text;
BEGIN
  IF value IS NULL OR NOT may_hold(value::text, ARRAY(SELECT jsonb_array_elements_text(how -> 'needles'))) THEN
    RETURN value;
  END IF;
  CASE jsonb_typeof(value)
    WHEN 'string' THEN
      whole := value #>> '{}';
      IF whole ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN RETURN value; END IF;
      whole := replace(whole, how ->> 'what', how ->> 'instead');
      RETURN to_jsonb(replace(whole, json_inside(how ->> 'what'), how ->> 'instead'));
    WHEN 'array' THEN
      RETURN (SELECT jsonb_agg(redact_json(e.part, how) ORDER BY e.place)
        FROM jsonb_array_elements(value) WITH ORDINALITY AS e(part, place));
    WHEN 'object' THEN
      dated := value ?& ARRAY['edtf', 'verbatim', 'ranges', 'precision', 'display'];
      RETURN (SELECT jsonb_object_agg(e.key, CASE WHEN dated AND e.key NOT IN ('verbatim', 'display') THEN e.value
          ELSE redact_json(e.value, how) END)
        FROM jsonb_each(value) AS e);
    ELSE
      RETURN value;
  END CASE;
END $$;

-- A row of a table as it is or was, without the text. The rules that a column has to meet hold afterwards: a passage is
-- cut to its longest, and one that is no longer what was printed has no place in the source. Words of a vocabulary stay.
CREATE FUNCTION redact_row(source text, value jsonb, how jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  kept jsonb := coalesce(how -> 'kept' -> source, '[]');
  field text := value ->> 'field';
  redacted jsonb;
BEGIN
  IF NOT may_hold(value::text, ARRAY(SELECT jsonb_array_elements_text(how -> 'needles'))) THEN RETURN value; END IF;
  SELECT jsonb_object_agg(e.key, CASE
      WHEN kept ? e.key THEN e.value
      WHEN (source, e.key) IN (('revision', 'record'), ('derivation', 'derived')) THEN redact_rows(e.value, how)
      -- Which value was changed is a name of the schema's.
      WHEN (source, e.key) = ('revision', 'changes') AND jsonb_typeof(e.value) = 'array' THEN (
        SELECT coalesce(jsonb_agg(redact_json(c.change, how) || jsonb_build_object('path', c.change -> 'path') ORDER BY c.place), '[]')
        FROM jsonb_array_elements(e.value) WITH ORDINALITY AS c(change, place))
      ELSE redact_json(e.value, how) END)
    INTO redacted FROM jsonb_each(value) AS e;
  CASE source
    WHEN 'claim', 'disagreement_side' THEN
      IF source = 'disagreement_side' AND field IS NULL THEN
        SELECT d.field::text INTO field FROM disagreement d WHERE d.id = (value ->> 'disagreement_id')::uuid;
      END IF;
      IF field IN ('RESPONSE', 'OUTCOME', 'STANCE', 'COUNT') THEN
        redacted := redacted || jsonb_build_object('value_textual', value -> 'value_textual');
      END IF;
    WHEN 'disagreement' THEN
      -- A claimed text in small letters and plain spacing, by which two claims are found to say the same.
      IF field NOT IN ('RESPONSE', 'OUTCOME', 'STANCE', 'COUNT', 'DATE') AND value ->> 'about' !~ '[0-9a-f]{8}-[0-9a-f]{4}-' THEN
        redacted := redacted || jsonb_build_object('about', replace(redacted ->> 'about', how -> 'about' ->> 'what', how -> 'about' ->> 'instead'));
      ELSIF value ? 'about' THEN
        redacted := redacted || jsonb_build_object('about', value -> 'about');
      END IF;
    WHEN 'given_answer' THEN
      -- What an answer was about is found by it again.
      IF value -> 'answer' ? 'subject' THEN
        redacted := jsonb_set(redacted, '{answer,subject}', value -> 'answer' -> 'subject');
      END IF;
    WHEN 'api_key' THEN
      redacted := redacted || jsonb_build_object('name', left(redacted ->> 'name', 100));
    ELSE NULL;
  END CASE;
  IF redacted = value THEN RETURN value; END IF;
  IF source = 'claim' THEN
    redacted := redacted || jsonb_build_object('passage_exact', left(redacted ->> 'passage_exact', 300),
      'passage_prefix', right(redacted ->> 'passage_prefix', 100), 'passage_suffix', left(redacted ->> 'passage_suffix', 100));
    IF redacted -> 'passage_exact' IS DISTINCT FROM value -> 'passage_exact' THEN
      redacted := redacted || jsonb_build_object('passage_start', NULL, 'passage_end', NULL, 'passage_unit', NULL,
        'text_search', lexemes(redacted ->> 'passage_exact')::text);
    END IF;
  ELSE
    -- Words that a text was found by; tables make them anew.
    redacted := redacted - 'text_search';
  END IF;
  IF source = 'revision' THEN redacted := redacted || jsonb_build_object('redacted_at', how -> 'at'); END IF;
  RETURN redacted;
END $$;

-- Rows by table, as revisions and derivations hold them.
CREATE FUNCTION redact_rows(tables jsonb, how jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_object_agg(t.key, CASE
      WHEN jsonb_typeof(t.value) = 'object' THEN redact_row(t.key, t.value, how)
      WHEN jsonb_typeof(t.value) = 'array' THEN (
        SELECT coalesce(jsonb_agg(CASE
            -- Of a side, what it is about stands in its disagreement.
            WHEN t.key = 'disagreement_side' THEN redact_row(t.key, r.value || jsonb_build_object('field', (
              SELECT d.value ->> 'field' FROM jsonb_array_elements(coalesce(nullif(tables -> 'disagreement', 'null'), '[]')) AS d(value)
              WHERE d.value -> 'id' = r.value -> 'disagreement_id' LIMIT 1)), how) - 'field'
            WHEN jsonb_typeof(r.value) = 'object' THEN redact_row(t.key, r.value, how)
            ELSE redact_json(r.value, how) END ORDER BY r.place), '[]')
        FROM jsonb_array_elements(t.value) WITH ORDINALITY AS r(value, place))
      ELSE redact_json(t.value, how) END), '{}')
    FROM jsonb_each(tables) AS t);
END $$;
