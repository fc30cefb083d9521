-- Every change of the record, with the whole record as it then was, in one order that all readers share.

-- CreateEnum
CREATE TYPE "revision_kind" AS ENUM ('CREATED', 'CORRECTED', 'RETRACTED', 'RESTORED', 'MERGED', 'IMPORTED');

-- CreateTable
CREATE TABLE "revision" (
    "id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" "revision_kind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "note" TEXT,
    "changes" JSONB NOT NULL,
    "record" JSONB NOT NULL,
    "redacted_at" TIMESTAMPTZ(3),

    CONSTRAINT "revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "derivation" (
    "subject_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "derived" JSONB NOT NULL,

    CONSTRAINT "derivation_pkey" PRIMARY KEY ("subject_id","at")
);

-- CreateTable
CREATE TABLE "redaction" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,

    CONSTRAINT "redaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "actor_redirect" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "survivor_id" UUID NOT NULL,

    CONSTRAINT "actor_redirect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "given_answer" (
    "holder" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "given_answer_pkey" PRIMARY KEY ("holder","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "revision_seq_key" ON "revision"("seq");

-- CreateIndex
CREATE INDEX "revision_subject_id_at_idx" ON "revision"("subject_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "revision_subject_id_version_key" ON "revision"("subject_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "actor_redirect_slug_key" ON "actor_redirect"("slug");

-- CreateIndex
CREATE INDEX "actor_redirect_survivor_id_idx" ON "actor_redirect"("survivor_id");

-- AddForeignKey
ALTER TABLE "actor_redirect" ADD CONSTRAINT "actor_redirect_survivor_id_fkey" FOREIGN KEY ("survivor_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE actor_redirect ADD CONSTRAINT slug_is_readable CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200);
ALTER TABLE revision
  ADD CONSTRAINT subject_is_versioned CHECK (subject_type IN ('Actor', 'Office', 'Tenure', 'Place', 'Conflict', 'Issue',
    'Source', 'Event', 'MediationAttempt', 'Position', 'Claim', 'Dataset')),
  ADD CONSTRAINT version_begins_at_one CHECK (version > 0),
  ADD CONSTRAINT changes_are_a_list CHECK (jsonb_typeof(changes) = 'array'),
  ADD CONSTRAINT record_is_rows_by_table CHECK (jsonb_typeof(record) = 'object');

-- ---------------------------------------------------------------- one order for all readers
-- A place in the order is given out by one transaction at a time, which keeps the turn until it ends: what has a lower
-- place is visible to whoever sees a higher one. Places are not numbered without gaps, since a transaction may fail.
CREATE SEQUENCE revision_seq AS bigint;

-- Waits for the turn and gives the moment of this transaction's changes: later than every moment before, though a clock
-- may have been set back, and so that no two transactions share one.
CREATE FUNCTION take_turn() RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
  latest timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(1684368737, 10);
  -- Its own statement, so that it sees what the transaction before has committed.
  SELECT at INTO latest FROM revision ORDER BY seq DESC LIMIT 1;
  RETURN greatest(date_trunc('milliseconds', clock_timestamp()), latest + interval '1 millisecond');
END $$;

CREATE FUNCTION order_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1684368737, 10);
  NEW.seq := nextval('revision_seq');
  RETURN NEW;
END $$;
CREATE TRIGGER revision_is_ordered BEFORE INSERT ON revision FOR EACH ROW EXECUTE FUNCTION order_revision();

-- Wakes those who follow; what changed, they read.
CREATE FUNCTION tell_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('demarche_change', '');
  RETURN NULL;
END $$;
CREATE TRIGGER revision_is_told AFTER INSERT ON revision FOR EACH STATEMENT EXECUTE FUNCTION tell_revision();

-- ---------------------------------------------------------------- what is written stays
-- The one exception is the law: a redaction, which says that it is one, may replace a text.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('demarche.redaction', true) = 'on' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'What % holds is history and cannot be changed or deleted.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'history_stays';
END $$;
CREATE TRIGGER revision_stays BEFORE UPDATE OR DELETE ON revision FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER revision_is_not_emptied BEFORE TRUNCATE ON revision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER derivation_stays BEFORE UPDATE OR DELETE ON derivation FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER derivation_is_not_emptied BEFORE TRUNCATE ON derivation FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER redaction_stays BEFORE UPDATE OR DELETE ON redaction FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER redaction_is_not_emptied BEFORE TRUNCATE ON redaction FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A slug that finds the survivor of a merge is no other actor's.
CREATE FUNCTION check_actor_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM actor_redirect WHERE slug = NEW.slug) THEN
    RAISE EXCEPTION 'The slug % goes on finding the actor that its first one was merged into.', NEW.slug
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'actor_slug_key';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER slug_is_not_redirected BEFORE INSERT OR UPDATE OF slug ON actor FOR EACH ROW EXECUTE FUNCTION check_actor_slug();

-- ---------------------------------------------------------------- the rows of a record
CREATE FUNCTION record_rows(subject_type text, subject uuid) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT CASE subject_type
  WHEN 'Actor' THEN jsonb_build_object(
    'actor', (SELECT jsonb_agg(to_jsonb(r)) FROM actor r WHERE r.id = subject),
    'actor_name', (SELECT jsonb_agg(to_jsonb(r) - 'text_search' ORDER BY r.position) FROM actor_name r WHERE r.actor_id = subject),
    'identifier', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM identifier r WHERE r.actor_id = subject))
  WHEN 'Office' THEN jsonb_build_object('office', (SELECT jsonb_agg(to_jsonb(r)) FROM office r WHERE r.id = subject))
  WHEN 'Tenure' THEN jsonb_build_object('tenure', (SELECT jsonb_agg(to_jsonb(r)) FROM tenure r WHERE r.id = subject))
  WHEN 'Place' THEN jsonb_build_object(
    'place', (SELECT jsonb_agg(to_jsonb(r)) FROM place r WHERE r.id = subject),
    'identifier', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM identifier r WHERE r.place_id = subject))
  WHEN 'Conflict' THEN jsonb_build_object(
    'conflict', (SELECT jsonb_agg(to_jsonb(r)) FROM conflict r WHERE r.id = subject),
    'conflict_name', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM conflict_name r WHERE r.conflict_id = subject),
    'conflict_party', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM conflict_party r WHERE r.conflict_id = subject),
    'conflict_issue', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM conflict_issue r WHERE r.conflict_id = subject))
  WHEN 'Issue' THEN jsonb_build_object('issue', (SELECT jsonb_agg(to_jsonb(r)) FROM issue r WHERE r.id = subject))
  WHEN 'Source' THEN jsonb_build_object('source', (SELECT jsonb_agg(to_jsonb(r) - 'text_search') FROM source r WHERE r.id = subject))
  WHEN 'Event' THEN jsonb_build_object(
    'event', (SELECT jsonb_agg(to_jsonb(r) - 'text_search') FROM event r WHERE r.id = subject),
    'participation', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM participation r WHERE r.event_id = subject),
    'participation_tenure', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position, r.tenure_id) FROM participation_tenure r WHERE r.event_id = subject),
    'event_issue', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM event_issue r WHERE r.event_id = subject),
    'event_relation', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM event_relation r WHERE r.event_id = subject),
    'event_coding', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM event_coding r WHERE r.event_id = subject))
  WHEN 'MediationAttempt' THEN jsonb_build_object(
    'mediation_attempt', (SELECT jsonb_agg(to_jsonb(r) - 'text_search') FROM mediation_attempt r WHERE r.id = subject),
    'mediator', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM mediator r WHERE r.attempt_id = subject),
    'mediator_tenure', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position, r.tenure_id) FROM mediator_tenure r WHERE r.attempt_id = subject),
    'party_response', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM party_response r WHERE r.attempt_id = subject),
    'attempt_event', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM attempt_event r WHERE r.attempt_id = subject),
    'attempt_issue', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM attempt_issue r WHERE r.attempt_id = subject),
    'attempt_same_as', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.other_id) FROM attempt_same_as r WHERE r.attempt_id = subject))
  WHEN 'Position' THEN jsonb_build_object(
    'position', (SELECT jsonb_agg(to_jsonb(r) - 'text_search') FROM position r WHERE r.id = subject),
    'position_condition', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.ordinal) FROM position_condition r WHERE r.position_id = subject))
  WHEN 'Claim' THEN jsonb_build_object(
    'claim', (SELECT jsonb_agg(to_jsonb(r)) FROM claim r WHERE r.id = subject),
    'attribution', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position) FROM attribution r WHERE r.claim_id = subject),
    'attribution_tenure', (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.position, r.tenure_id) FROM attribution_tenure r WHERE r.claim_id = subject))
  WHEN 'Dataset' THEN jsonb_build_object('dataset', (SELECT jsonb_agg(to_jsonb(r)) FROM dataset r WHERE r.id = subject))
END;
END;

-- What is derived from the claims on an event, an attempt or a position: columns of its own row, and its disagreements.
CREATE FUNCTION derived_rows(subject_type text, subject uuid) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
WITH own AS (
  SELECT jsonb_build_object('contested', r.contested, 'differs_from_claims', r.differs_from_claims,
    'independent_source_count', r.independent_source_count) AS columns
  FROM event r WHERE subject_type = 'Event' AND r.id = subject
  UNION ALL SELECT jsonb_build_object('contested', r.contested, 'differs_from_claims', r.differs_from_claims,
    'independent_source_count', r.independent_source_count, 'outcome', r.outcome, 'outcome_reason', r.outcome_reason,
    'ongoing_until', r.ongoing_until)
  FROM mediation_attempt r WHERE subject_type = 'MediationAttempt' AND r.id = subject
  UNION ALL SELECT jsonb_build_object('contested', r.contested, 'differs_from_claims', r.differs_from_claims,
    'independent_source_count', r.independent_source_count)
  FROM position r WHERE subject_type = 'Position' AND r.id = subject
), disputes AS MATERIALIZED (
  SELECT d.* FROM disagreement d WHERE subject_type = 'Event' AND d.event_id = subject
  UNION ALL SELECT d.* FROM disagreement d WHERE subject_type = 'MediationAttempt' AND d.attempt_id = subject
  UNION ALL SELECT d.* FROM party_response p JOIN disagreement d ON d.response_id = p.id WHERE subject_type = 'MediationAttempt' AND p.attempt_id = subject
  UNION ALL SELECT d.* FROM disagreement d WHERE subject_type = 'Position' AND d.position_id = subject
), sides AS MATERIALIZED (
  SELECT s.* FROM disputes d JOIN disagreement_side s ON s.disagreement_id = d.id
)
SELECT jsonb_build_object('columns', own.columns,
  'disagreement', (SELECT jsonb_agg(to_jsonb(d) ORDER BY d.id) FROM disputes d),
  'disagreement_side', (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.id) FROM sides s),
  'disagreement_claim', (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.side_id, c.claim_id) FROM sides s JOIN disagreement_claim c ON c.side_id = s.id))
FROM own;
END;

-- ---------------------------------------------------------------- what is on record already
-- Its history begins here, with the record as it is. What came from a dataset is told by the dataset's own change.
INSERT INTO revision (id, subject_type, subject_id, version, kind, at, by, note, changes, record)
SELECT gen_random_uuid(), subject_type, id, version, CASE subject_type WHEN 'Dataset' THEN 'IMPORTED'::revision_kind ELSE 'CREATED' END,
  updated_at, 'Demarche', 'On record before changes were kept.', '[]', record_rows(subject_type, id)
FROM (
  SELECT 0 AS rank, 'Dataset' AS subject_type, id, version, updated_at FROM dataset
  UNION ALL SELECT 1, 'Actor', id, version, updated_at FROM actor
  UNION ALL SELECT 2, 'Office', id, version, updated_at FROM office
  UNION ALL SELECT 3, 'Tenure', id, version, updated_at FROM tenure
  UNION ALL SELECT 4, 'Place', id, version, updated_at FROM place
  UNION ALL SELECT 5, 'Issue', id, version, updated_at FROM issue
  UNION ALL SELECT 6, 'Conflict', id, version, updated_at FROM conflict
  UNION ALL SELECT 7, 'Event', id, version, updated_at FROM event WHERE origin = 'CURATED'
  UNION ALL SELECT 8, 'Source', id, version, updated_at FROM source
  UNION ALL SELECT 9, 'MediationAttempt', id, version, updated_at FROM mediation_attempt WHERE origin = 'CURATED'
  UNION ALL SELECT 10, 'Position', id, version, updated_at FROM position WHERE origin = 'CURATED'
  UNION ALL SELECT 11, 'Claim', id, version, updated_at FROM claim WHERE origin = 'CURATED'
) AS earlier ORDER BY updated_at, rank, id;

INSERT INTO derivation (subject_id, at, derived)
SELECT subject_id, at, derived_rows(subject_type, subject_id) FROM revision
WHERE subject_type IN ('Event', 'MediationAttempt', 'Position');
