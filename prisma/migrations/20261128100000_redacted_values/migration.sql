-- ---------------------------------------------------------------- redacted values are still values
-- The most characters that a text of a column may have, where that is less than it has anywhere else.
CREATE FUNCTION longest(source text, field text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN field = 'verb' THEN 100
    WHEN (source, field) IN (('identifier', 'value'), ('claim', 'key')) THEN 200
    WHEN field IN ('name', 'label', 'licence', 'speaker_text')
      OR (source, field) IN (('actor_name', 'text'), ('conflict_name', 'text'), ('office', 'title')) THEN 300
    WHEN field = 'title' THEN 1000
    WHEN field IN ('value_text', 'value_textual') THEN 2000
    ELSE 10000 END;

-- Of JSON only strings are changed: no key, no number, no id, and of a date what was printed and what is shown of it.
-- A string can hold the text as JSON, as a message does that quotes it. A text that would be longer than may be has a
-- shorter mark.
DROP FUNCTION redact_json(jsonb, jsonb);
CREATE FUNCTION redact_json(value jsonb, how jsonb, most integer DEFAULT 10000) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  dated boolean;
  whole text;
  redacted text;
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'string' THEN
      whole := value #>> '{}';
      -- JSON spells a text otherwise than it is by backslashes alone. An id is no text.
      IF strpos(whole, how ->> 'what') = 0 AND strpos(whole, chr(92)) = 0
        OR whole ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN RETURN value; END IF;
      redacted := replace(replace(whole, how ->> 'what', how ->> 'instead'), json_inside(how ->> 'what'), how ->> 'instead');
      IF length(redacted) > greatest(length(whole), most) THEN
        redacted := replace(replace(whole, how ->> 'what', '…'), json_inside(how ->> 'what'), '…');
      END IF;
      RETURN to_jsonb(redacted);
    WHEN 'array' THEN
      IF NOT may_hold(value::text, ARRAY(SELECT jsonb_array_elements_text(how -> 'needles'))) THEN RETURN value; END IF;
      RETURN (SELECT jsonb_agg(redact_json(e.part, how, most) ORDER BY e.place)
        FROM jsonb_array_elements(value) WITH ORDINALITY AS e(part, place));
    WHEN 'object' THEN
      IF NOT may_hold(value::text, ARRAY(SELECT jsonb_array_elements_text(how -> 'needles'))) THEN RETURN value; END IF;
      dated := value ?& ARRAY['edtf', 'verbatim', 'ranges', 'precision', 'display'];
      RETURN (SELECT jsonb_object_agg(e.key, CASE WHEN dated AND e.key NOT IN ('verbatim', 'display') THEN e.value
          ELSE redact_json(e.value, how, most) END)
        FROM jsonb_each(value) AS e);
    ELSE
      -- What is no text, and what is not there at all.
      RETURN value;
  END CASE;
END $$;

-- A row of a table as it is or was, without the text. The rules that a column has to meet hold afterwards: a passage is
-- cut to its longest, and one that is no longer what was printed has no place in the source. Words of a vocabulary stay. The address
-- of a source leads nowhere afterwards (RFC 2606).
CREATE OR REPLACE FUNCTION redact_row(source text, value jsonb, how jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
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
      WHEN (source, e.key) = ('source', 'url') AND redact_json(e.value, how) <> e.value THEN '"https://redacted.invalid/"'
      ELSE redact_json(e.value, how, longest(source, e.key)) END)
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

-- ---------------------------------------------------------------- keys of requests
-- A key is a client's own text, by which nothing but itself is found: its hash does, and holds nothing to redact.
UPDATE given_answer SET key = encode(sha256(convert_to(key, 'UTF8')), 'hex');
