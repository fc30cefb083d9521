-- ---------------------------------------------------------------- redacted values are still values
-- Of JSON only strings are changed: no key, no number, no id, and of a date what was printed and what is shown of it.
-- A string can hold the text as JSON, as a message does that quotes it. What is left fits where it stood: an address is
-- one that leads nowhere (RFC 2606), and a text that would be longer than it was has a shorter mark.
CREATE OR REPLACE FUNCTION redact_json(value jsonb, how jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
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
      IF redacted = whole THEN RETURN value; END IF;
      IF whole ~* '^https?://\S+$' THEN RETURN '"https://redacted.invalid/"'; END IF;
      IF length(redacted) > greatest(length(whole), 100) THEN
        redacted := replace(replace(whole, how ->> 'what', '…'), json_inside(how ->> 'what'), '…');
      END IF;
      RETURN to_jsonb(redacted);
    WHEN 'array' THEN
      IF NOT may_hold(value::text, ARRAY(SELECT jsonb_array_elements_text(how -> 'needles'))) THEN RETURN value; END IF;
      RETURN (SELECT jsonb_agg(redact_json(e.part, how) ORDER BY e.place)
        FROM jsonb_array_elements(value) WITH ORDINALITY AS e(part, place));
    WHEN 'object' THEN
      IF NOT may_hold(value::text, ARRAY(SELECT jsonb_array_elements_text(how -> 'needles'))) THEN RETURN value; END IF;
      dated := value ?& ARRAY['edtf', 'verbatim', 'ranges', 'precision', 'display'];
      RETURN (SELECT jsonb_object_agg(e.key, CASE WHEN dated AND e.key NOT IN ('verbatim', 'display') THEN e.value
          ELSE redact_json(e.value, how) END)
        FROM jsonb_each(value) AS e);
    ELSE
      -- What is no text, and what is not there at all.
      RETURN value;
  END CASE;
END $$;

-- ---------------------------------------------------------------- keys of requests
-- A key is a client's own text, by which nothing but itself is found: its hash does, and holds nothing to redact.
UPDATE given_answer SET key = encode(sha256(convert_to(key, 'UTF8')), 'hex');
