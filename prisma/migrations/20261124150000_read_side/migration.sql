-- What lists of a million events read. Everything here follows from the rows of the record: it is kept by triggers,
-- written by no one else, and can be made anew with rebuild_event_actor() and rebuild_attempt_actor().

-- The last moment of a date as seconds from 1970 on the calendar of the source. An open or unknown end comes after
-- every year that a date can have; no date ends before all of them, so that it lies in no window.
CREATE FUNCTION date_last(date jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN date IS NULL THEN -2000000000000
    ELSE coalesce(extract(epoch FROM nullif(upper(date_moments(date)), 'infinity'::timestamp))::bigint - 1, 1000000000000) END;

-- Whether there are moments between the first and the last that the date cannot be: its ends do not say it all.
CREATE FUNCTION date_has_gaps(date jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN coalesce(range_merge(date_moments(date))::tsmultirange <> date_moments(date), false);

-- AlterTable
ALTER TABLE "event"
  ADD COLUMN "date_end" BIGINT NOT NULL GENERATED ALWAYS AS (date_last("date")) STORED,
  ADD COLUMN "date_gaps" BOOLEAN NOT NULL GENERATED ALWAYS AS (date_has_gaps("date")) STORED;

-- AlterTable
ALTER TABLE "claim" ADD COLUMN "scope_conflict_id" UUID;

-- CreateTable
CREATE TABLE "event_actor" (
    "event_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "date_asc" BIGINT NOT NULL,
    "date_desc" BIGINT NOT NULL,
    "date_end" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "conflict_id" UUID,
    "type" "event_type" NOT NULL,
    "origin" "origin" NOT NULL,
    "retracted" BOOLEAN NOT NULL,
    "date_gaps" BOOLEAN NOT NULL,
    "roles" "participation_role"[] NOT NULL,

    CONSTRAINT "event_actor_pkey" PRIMARY KEY ("event_id","actor_id")
);

-- CreateTable
CREATE TABLE "attempt_actor" (
    "attempt_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "date_asc" BIGINT NOT NULL,
    "date_desc" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "origin" "origin" NOT NULL,
    "retracted" BOOLEAN NOT NULL,
    "mediates" BOOLEAN NOT NULL,
    "party" BOOLEAN NOT NULL,

    CONSTRAINT "attempt_actor_pkey" PRIMARY KEY ("attempt_id","actor_id")
);

-- Whole tables that are emptied leave nothing to follow from.
CREATE FUNCTION rebuild_after_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SELECT %I()', TG_ARGV[0]);
  RETURN NULL;
END $$;

-- ---------------------------------------------------------------- event_actor
CREATE FUNCTION rebuild_event_actor() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE event_actor;
  INSERT INTO event_actor (event_id, actor_id, date_asc, date_desc, date_end, date_gaps, created_at, conflict_id, type, origin, retracted, roles)
  SELECT e.id, p.actor_id, e.date_asc, e.date_desc, e.date_end, e.date_gaps, e.created_at, e.conflict_id, e.type, e.origin,
    e.retracted_at IS NOT NULL, p.roles
  FROM (SELECT event_id, actor_id, array_agg(role ORDER BY role) AS roles FROM participation GROUP BY event_id, actor_id) p
  JOIN event e ON e.id = p.event_id;
END $$;

-- Whoever changes who takes part holds the event until the transaction ends, against others who do the same or who
-- change the event; what is written then follows from rows that are committed or one's own. The settings keep a plan
-- that was made for many rows, or without statistics, from reading whole tables for one.
CREATE FUNCTION keep_event_actor() RETURNS trigger LANGUAGE plpgsql
  SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
  PERFORM FROM event e WHERE e.id IN (SELECT event_id FROM changed) ORDER BY e.id FOR NO KEY UPDATE;
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM event_actor kept USING changed c
    WHERE kept.event_id = c.event_id AND kept.actor_id = c.actor_id
      AND NOT EXISTS (SELECT FROM participation p WHERE p.event_id = c.event_id AND p.actor_id = c.actor_id);
  END IF;
  INSERT INTO event_actor AS kept (event_id, actor_id, date_asc, date_desc, date_end, date_gaps, created_at, conflict_id, type, origin, retracted, roles)
  SELECT e.id, c.actor_id, e.date_asc, e.date_desc, e.date_end, e.date_gaps, e.created_at, e.conflict_id, e.type, e.origin,
    e.retracted_at IS NOT NULL, p.roles
  FROM (SELECT DISTINCT event_id, actor_id FROM changed) c
  JOIN event e ON e.id = c.event_id
  CROSS JOIN LATERAL (SELECT array_agg(role ORDER BY role) AS roles FROM participation
    WHERE event_id = c.event_id AND actor_id = c.actor_id) p
  WHERE p.roles IS NOT NULL
  ON CONFLICT (event_id, actor_id) DO UPDATE SET roles = excluded.roles WHERE kept.roles <> excluded.roles;
  RETURN NULL;
END $$;
CREATE TRIGGER event_actor_on_insert AFTER INSERT ON participation REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_event_actor();
CREATE TRIGGER event_actor_on_delete AFTER DELETE ON participation REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_event_actor();
CREATE TRIGGER event_actor_on_update_old AFTER UPDATE ON participation REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_event_actor();
CREATE TRIGGER event_actor_on_update_new AFTER UPDATE ON participation REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_event_actor();
CREATE TRIGGER event_actor_on_truncate AFTER TRUNCATE ON participation
  FOR EACH STATEMENT EXECUTE FUNCTION rebuild_after_truncate('rebuild_event_actor');

-- Events are changed one at a time, and most often in what the copy does not hold: a trigger of rows costs nothing then.
CREATE FUNCTION follow_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE event_actor kept SET date_asc = e.date_asc, date_desc = e.date_desc, date_end = e.date_end, date_gaps = e.date_gaps,
    created_at = e.created_at, conflict_id = e.conflict_id, type = e.type, origin = e.origin, retracted = e.retracted_at IS NOT NULL
  FROM event e WHERE e.id = NEW.id AND kept.event_id = e.id;
  RETURN NULL;
END $$;
CREATE TRIGGER event_actor_follows AFTER UPDATE ON event FOR EACH ROW
  WHEN ((OLD.date_asc, OLD.date_desc, OLD.date_end, OLD.date_gaps, OLD.created_at, OLD.conflict_id, OLD.type, OLD.origin, OLD.retracted_at IS NULL)
    IS DISTINCT FROM (NEW.date_asc, NEW.date_desc, NEW.date_end, NEW.date_gaps, NEW.created_at, NEW.conflict_id, NEW.type, NEW.origin, NEW.retracted_at IS NULL))
  EXECUTE FUNCTION follow_event();

-- ---------------------------------------------------------------- attempt_actor
CREATE FUNCTION rebuild_attempt_actor() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE attempt_actor;
  INSERT INTO attempt_actor (attempt_id, actor_id, date_asc, date_desc, created_at, origin, retracted, mediates, party)
  SELECT a.id, x.actor_id, a.date_asc, a.date_desc, a.created_at, a.origin, a.retracted_at IS NOT NULL, bool_or(x.mediates), bool_or(NOT x.mediates)
  FROM (SELECT attempt_id, actor_id, true AS mediates FROM mediator UNION ALL SELECT attempt_id, party_id, false FROM party_response) x
  JOIN mediation_attempt a ON a.id = x.attempt_id
  GROUP BY a.id, x.actor_id;
END $$;

-- As keep_event_actor(), for all actors of an attempt, who are few.
CREATE FUNCTION keep_attempt_actor() RETURNS trigger LANGUAGE plpgsql
  SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
  PERFORM FROM mediation_attempt a WHERE a.id IN (SELECT attempt_id FROM changed) ORDER BY a.id FOR NO KEY UPDATE;
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM attempt_actor kept WHERE kept.attempt_id IN (SELECT attempt_id FROM changed)
      AND NOT EXISTS (SELECT FROM mediator m WHERE m.attempt_id = kept.attempt_id AND m.actor_id = kept.actor_id)
      AND NOT EXISTS (SELECT FROM party_response r WHERE r.attempt_id = kept.attempt_id AND r.party_id = kept.actor_id);
  END IF;
  INSERT INTO attempt_actor AS kept (attempt_id, actor_id, date_asc, date_desc, created_at, origin, retracted, mediates, party)
  SELECT a.id, x.actor_id, a.date_asc, a.date_desc, a.created_at, a.origin, a.retracted_at IS NOT NULL, x.mediates, x.party
  FROM (SELECT DISTINCT attempt_id FROM changed) c
  JOIN mediation_attempt a ON a.id = c.attempt_id
  CROSS JOIN LATERAL (
    SELECT y.actor_id, bool_or(y.mediates) AS mediates, bool_or(NOT y.mediates) AS party
    FROM (SELECT m.actor_id, true AS mediates FROM mediator m WHERE m.attempt_id = a.id
      UNION ALL SELECT r.party_id, false FROM party_response r WHERE r.attempt_id = a.id) y
    GROUP BY y.actor_id) x
  ON CONFLICT (attempt_id, actor_id) DO UPDATE SET mediates = excluded.mediates, party = excluded.party
    WHERE (kept.mediates, kept.party) <> (excluded.mediates, excluded.party);
  RETURN NULL;
END $$;
CREATE TRIGGER attempt_actor_on_insert AFTER INSERT ON mediator REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_attempt_actor();
CREATE TRIGGER attempt_actor_on_delete AFTER DELETE ON mediator REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_attempt_actor();
CREATE TRIGGER attempt_actor_on_update_old AFTER UPDATE ON mediator REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_attempt_actor();
CREATE TRIGGER attempt_actor_on_update_new AFTER UPDATE ON mediator REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_attempt_actor();
CREATE TRIGGER attempt_actor_on_insert AFTER INSERT ON party_response REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_attempt_actor();
CREATE TRIGGER attempt_actor_on_delete AFTER DELETE ON party_response REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_attempt_actor();
CREATE TRIGGER attempt_actor_on_update_old AFTER UPDATE ON party_response REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_attempt_actor();
CREATE TRIGGER attempt_actor_on_update_new AFTER UPDATE ON party_response REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_attempt_actor();
CREATE TRIGGER attempt_actor_on_truncate AFTER TRUNCATE ON mediator
  FOR EACH STATEMENT EXECUTE FUNCTION rebuild_after_truncate('rebuild_attempt_actor');
CREATE TRIGGER attempt_actor_on_truncate AFTER TRUNCATE ON party_response
  FOR EACH STATEMENT EXECUTE FUNCTION rebuild_after_truncate('rebuild_attempt_actor');

CREATE FUNCTION follow_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE attempt_actor kept SET date_asc = a.date_asc, date_desc = a.date_desc, created_at = a.created_at, origin = a.origin,
    retracted = a.retracted_at IS NOT NULL
  FROM mediation_attempt a WHERE a.id = NEW.id AND kept.attempt_id = a.id;
  RETURN NULL;
END $$;
CREATE TRIGGER attempt_actor_follows AFTER UPDATE ON mediation_attempt FOR EACH ROW
  WHEN ((OLD.date_asc, OLD.date_desc, OLD.created_at, OLD.origin, OLD.retracted_at IS NULL)
    IS DISTINCT FROM (NEW.date_asc, NEW.date_desc, NEW.created_at, NEW.origin, NEW.retracted_at IS NULL))
  EXECUTE FUNCTION follow_attempt();

-- ---------------------------------------------------------------- the conflict that a claim or disagreement is about
CREATE FUNCTION rebuild_scope() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  follower text;
BEGIN
  FOREACH follower IN ARRAY ARRAY['claim', 'disagreement'] LOOP
    EXECUTE format('UPDATE %1$I kept SET scope_conflict_id = found.scope
      FROM (SELECT c.id, coalesce(c.conflict_id, e.conflict_id, a.conflict_id, p.conflict_id) AS scope FROM %1$I c
        LEFT JOIN party_response r ON r.id = c.response_id
        LEFT JOIN event e ON e.id = c.event_id
        LEFT JOIN mediation_attempt a ON a.id = coalesce(c.attempt_id, r.attempt_id)
        LEFT JOIN position p ON p.id = c.position_id) found
      WHERE found.id = kept.id AND kept.scope_conflict_id IS DISTINCT FROM found.scope', follower);
  END LOOP;
END $$;

SELECT rebuild_scope();

-- The record is held as a reference to it holds it: others may add claims, but whoever moves it to another conflict waits.
CREATE FUNCTION keep_scope() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  attempt uuid;
BEGIN
  -- First the lock and then, in a statement that sees what was waited for, the value: a lock that lets other columns
  -- change gives the row as it was before.
  NEW.scope_conflict_id := NEW.conflict_id;
  IF NEW.event_id IS NOT NULL THEN
    PERFORM FROM event e WHERE e.id = NEW.event_id FOR KEY SHARE;
    SELECT e.conflict_id INTO NEW.scope_conflict_id FROM event e WHERE e.id = NEW.event_id;
  ELSIF NEW.position_id IS NOT NULL THEN
    PERFORM FROM position p WHERE p.id = NEW.position_id FOR KEY SHARE;
    SELECT p.conflict_id INTO NEW.scope_conflict_id FROM position p WHERE p.id = NEW.position_id;
  ELSIF NEW.attempt_id IS NOT NULL OR NEW.response_id IS NOT NULL THEN
    attempt := NEW.attempt_id;
    IF attempt IS NULL THEN
      PERFORM FROM party_response r WHERE r.id = NEW.response_id FOR KEY SHARE;
      SELECT r.attempt_id INTO attempt FROM party_response r WHERE r.id = NEW.response_id;
    END IF;
    PERFORM FROM mediation_attempt a WHERE a.id = attempt FOR KEY SHARE;
    SELECT a.conflict_id INTO NEW.scope_conflict_id FROM mediation_attempt a WHERE a.id = attempt;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER scope_is_kept BEFORE INSERT OR UPDATE OF event_id, attempt_id, response_id, position_id, conflict_id, scope_conflict_id ON claim
  FOR EACH ROW EXECUTE FUNCTION keep_scope();
CREATE TRIGGER scope_is_kept BEFORE INSERT OR UPDATE OF event_id, attempt_id, response_id, position_id, conflict_id, scope_conflict_id ON disagreement
  FOR EACH ROW EXECUTE FUNCTION keep_scope();

-- A record, or the attempt of a response, moves to another conflict: what is about it follows. The argument names its column.
CREATE FUNCTION move_scope() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  follower text;
BEGIN
  EXECUTE format('SELECT FROM %I WHERE id = $1 FOR UPDATE', TG_TABLE_NAME) USING NEW.id;
  FOREACH follower IN ARRAY ARRAY['claim', 'disagreement'] LOOP
    EXECUTE format('UPDATE %I SET scope_conflict_id = NULL WHERE %I = $1', follower, TG_ARGV[0]) USING NEW.id;
    IF TG_TABLE_NAME = 'mediation_attempt' THEN
      EXECUTE format('UPDATE %I SET scope_conflict_id = NULL WHERE response_id IN (SELECT id FROM party_response WHERE attempt_id = $1)', follower)
        USING NEW.id;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER scope_moves AFTER UPDATE ON event FOR EACH ROW WHEN (OLD.conflict_id IS DISTINCT FROM NEW.conflict_id)
  EXECUTE FUNCTION move_scope('event_id');
CREATE TRIGGER scope_moves AFTER UPDATE ON mediation_attempt FOR EACH ROW WHEN (OLD.conflict_id IS DISTINCT FROM NEW.conflict_id)
  EXECUTE FUNCTION move_scope('attempt_id');
CREATE TRIGGER scope_moves AFTER UPDATE ON position FOR EACH ROW WHEN (OLD.conflict_id IS DISTINCT FROM NEW.conflict_id)
  EXECUTE FUNCTION move_scope('position_id');
CREATE TRIGGER scope_moves AFTER UPDATE ON party_response FOR EACH ROW WHEN (OLD.attempt_id IS DISTINCT FROM NEW.attempt_id)
  EXECUTE FUNCTION move_scope('response_id');

-- ---------------------------------------------------------------- what there is already, then the indexes
SELECT rebuild_event_actor();
SELECT rebuild_attempt_actor();

-- CreateIndex
CREATE INDEX "event_actor_by_date" ON "event_actor"("actor_id", "origin", "date_desc", "event_id", "date_end", "type", "conflict_id", "retracted", "date_gaps");

-- CreateIndex
CREATE INDEX "event_actor_by_date_asc" ON "event_actor"("actor_id", "origin", "date_asc", "event_id", "date_end", "retracted", "date_gaps");

-- CreateIndex
CREATE INDEX "event_actor_by_creation" ON "event_actor"("actor_id", "origin", "created_at", "event_id", "retracted");

-- CreateIndex
CREATE INDEX "event_actor_by_type" ON "event_actor"("actor_id", "type", "date_desc", "event_id", "origin", "retracted");

-- CreateIndex
CREATE INDEX "attempt_actor_by_date" ON "attempt_actor"("actor_id", "origin", "date_desc", "attempt_id", "mediates", "party", "retracted");

-- CreateIndex
CREATE INDEX "attempt_actor_by_date_asc" ON "attempt_actor"("actor_id", "origin", "date_asc", "attempt_id", "mediates", "party", "retracted");

-- CreateIndex
CREATE INDEX "attempt_actor_by_creation" ON "attempt_actor"("actor_id", "origin", "created_at", "attempt_id", "mediates", "party", "retracted");

-- CreateIndex
CREATE INDEX "claim_scope_conflict_id_id_idx" ON "claim"("scope_conflict_id", "id");

-- What counts ask beside the order stands in the index, so that it answers alone.
DROP INDEX "event_origin_date_desc_id_idx", "event_type_date_desc_id_idx", "event_conflict_id_date_desc_id_idx",
  "event_place_id_date_desc_id_idx", "event_dataset_id_date_desc_id_idx";

-- CreateIndex
CREATE INDEX "event_by_date" ON "event"("origin", "date_desc", "id", "retracted_at", "date_end", "date_gaps");

-- CreateIndex
CREATE INDEX "event_by_type" ON "event"("type", "date_desc", "id", "origin", "retracted_at");

-- CreateIndex
CREATE INDEX "event_by_conflict" ON "event"("conflict_id", "date_desc", "id", "origin", "retracted_at");

-- CreateIndex
CREATE INDEX "event_by_conflict_asc" ON "event"("conflict_id", "date_asc", "id", "origin", "retracted_at");

-- CreateIndex
CREATE INDEX "event_by_place" ON "event"("place_id", "date_desc", "id", "origin", "retracted_at", "date_asc", "created_at");

-- CreateIndex
CREATE INDEX "event_by_dataset" ON "event"("dataset_id", "date_desc", "id", "origin", "retracted_at");

-- CreateIndex
CREATE INDEX "event_by_creation" ON "event"("origin", "created_at", "id", "retracted_at");

-- Few dates have gaps; they are found by their ends where others are found by a moment that they hold.
CREATE INDEX event_with_gaps ON event (date_end, date_desc) WHERE date_gaps;

-- Contested events of one origin may be none among many: every order finds them alone.
DROP INDEX event_contested, event_contested_created;
CREATE INDEX event_contested ON event (origin, date_desc, id) WHERE contested;
CREATE INDEX event_contested_asc ON event (origin, date_asc, id) WHERE contested;
CREATE INDEX event_contested_created ON event (origin, created_at, id) WHERE contested;
