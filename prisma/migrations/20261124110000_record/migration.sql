-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- What Prisma cannot say: extensions, functions of generated columns, CHECK constraints and triggers.
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

-- Accents and case folded, for searching names. Immutable as long as the dictionary is not edited.
CREATE FUNCTION fold(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN lower(public.unaccent('public.unaccent'::regdictionary, value));

-- The lexemes of English prose, for the text filters.
CREATE FUNCTION lexemes(value text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN to_tsvector('pg_catalog.english'::regconfig, fold(value));

-- A historical date is one JSON value: { edtf, verbatim, ranges, earliest, latest, precision, timeZone, instant, inferred, display }.
-- Its ranges are ISO 8601 text, which every DateStyle reads alike, so that the cast is immutable in fact.
CREATE FUNCTION date_moments(date jsonb) RETURNS tsmultirange LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (date ->> 'ranges')::tsmultirange;

-- The first moment as seconds from 1970 on the calendar of the source. An open or unknown start comes before
-- every year that a date can have; `absent` is the key of a record without a date.
CREATE FUNCTION date_key(date jsonb, absent bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN date IS NULL THEN absent
    ELSE coalesce(extract(epoch FROM nullif(lower(date_moments(date)), '-infinity'::timestamp))::bigint, -1000000000000) END;

-- The moments at which a position may be held: an open end ends where a later position begins.
CREATE FUNCTION held_moments(held jsonb, later_begins timestamp) RETURNS tsmultirange LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN later_begins IS NOT NULL AND upper(date_moments(held)) = 'infinity'::timestamp
    THEN date_moments(held) * tsmultirange(tsrange(NULL, later_begins)) ELSE date_moments(held) END;

-- Whether a JSON value has the shape of a historical date.
CREATE FUNCTION is_date(date jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN date IS NULL OR (
    jsonb_typeof(date) = 'object'
    AND date ?& ARRAY['edtf', 'verbatim', 'ranges', 'earliest', 'latest', 'precision', 'timeZone', 'instant', 'inferred', 'display']
    AND jsonb_typeof(date -> 'edtf') = 'string'
    AND jsonb_typeof(date -> 'ranges') = 'string'
    AND jsonb_typeof(date -> 'precision') = 'string'
    AND jsonb_typeof(date -> 'display') = 'string'
    AND jsonb_typeof(date -> 'inferred') = 'array'
    AND (date ->> 'precision') IN ('CENTURY', 'DECADE', 'YEAR', 'SEASON', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'INTERVAL', 'SET', 'UNKNOWN')
    AND coalesce(date ->> 'earliest' <= date ->> 'latest', true)
    AND NOT isempty((date ->> 'ranges')::tsmultirange)
    AND (date ->> 'earliest') IS NOT DISTINCT FROM to_char(nullif(lower((date ->> 'ranges')::tsmultirange), '-infinity'), 'YYYY-MM-DD"T"HH24:MI:SS')
    AND (date ->> 'latest') IS NOT DISTINCT FROM to_char(nullif(upper((date ->> 'ranges')::tsmultirange), 'infinity') - interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS'));


-- CreateEnum
CREATE TYPE "actor_kind" AS ENUM ('STATE', 'GOVERNMENT_BODY', 'ARMED_FORCES', 'INTERNATIONAL_ORGANIZATION', 'REGIONAL_ORGANIZATION', 'NON_STATE_ARMED_GROUP', 'NGO', 'POLITICAL_PARTY', 'MEDIA', 'COMPANY', 'PERSON', 'COLLECTIVE', 'UNIDENTIFIED');

-- CreateEnum
CREATE TYPE "actor_name_kind" AS ENUM ('CANONICAL', 'ALIAS', 'ACRONYM', 'METONYM', 'HANDLE', 'TRANSLITERATION', 'DESCRIPTION');

-- CreateEnum
CREATE TYPE "identifier_scheme" AS ENUM ('ISO3166_ALPHA2', 'ISO3166_ALPHA3', 'WIKIDATA', 'COW', 'GLEDITSCH_WARD', 'FIPS10_4', 'ISO3166_NUMERIC', 'GEONAMES', 'WIKIPEDIA', 'CAMEO', 'UCDP', 'ICEWS', 'ACLED', 'GDELT', 'X_HANDLE');

-- CreateEnum
CREATE TYPE "office_rank" AS ENUM ('HEAD_OF_STATE', 'HEAD_OF_GOVERNMENT', 'DEPUTY_HEAD_OF_GOVERNMENT', 'FOREIGN_MINISTER', 'MINISTER', 'SENIOR_OFFICIAL', 'SPECIAL_ENVOY', 'AMBASSADOR', 'MILITARY_COMMAND', 'ORGANIZATION_HEAD', 'ORGANIZATION_OFFICIAL', 'LEGISLATOR', 'SPOKESPERSON', 'OTHER');

-- CreateEnum
CREATE TYPE "offset_unit" AS ENUM ('CODE_POINT', 'AS_PUBLISHED');

-- CreateEnum
CREATE TYPE "polarity" AS ENUM ('AFFIRMS', 'DENIES');

-- CreateEnum
CREATE TYPE "directness" AS ENUM ('DIRECT_QUOTE', 'PARTIAL_QUOTE', 'INDIRECT_SPEECH', 'PARAPHRASE', 'NARRATOR');

-- CreateEnum
CREATE TYPE "speech_act" AS ENUM ('ASSERT', 'DENY', 'REJECT', 'CONFIRM', 'ADMIT', 'DISCLOSE', 'RELAY', 'PROMISE', 'OFFER', 'APPEAL', 'REQUEST', 'ASK', 'THREATEN', 'PRAISE', 'ACCUSE');

-- CreateEnum
CREATE TYPE "claim_field" AS ENUM ('OCCURRENCE', 'DATE', 'PLACE', 'PARTICIPANT', 'INITIATOR', 'MEDIATOR', 'RESPONSE', 'OUTCOME', 'ORIGINATOR', 'STANCE', 'CONDITION', 'LABEL', 'RELATION', 'COUNT', 'OTHER');

-- CreateEnum
CREATE TYPE "claim_status" AS ENUM ('ACTIVE', 'RETRACTED', 'SUPERSEDED');

-- CreateEnum
CREATE TYPE "disagreement_rule" AS ENUM ('DATES_DO_NOT_OVERLAP', 'VALUES_DIFFER', 'AFFIRMED_AND_DENIED');

-- CreateEnum
CREATE TYPE "origin" AS ENUM ('CURATED', 'DATASET');

-- CreateEnum
CREATE TYPE "absence" AS ENUM ('NOT_STATED', 'UNKNOWN', 'NONE');

-- CreateEnum
CREATE TYPE "event_type" AS ENUM ('STATEMENT', 'INTERVIEW', 'INQUIRY', 'APPEAL', 'REQUEST', 'OUTREACH', 'PROMISE', 'PROPOSAL_CONVEYED', 'MEDIATION_REQUEST', 'MEDIATION_OFFER', 'MEDIATION_ACCEPTANCE', 'MEDIATION_REJECTION', 'MEDIATION', 'MEDIATION_HALT', 'MEETING', 'VISIT', 'CALL', 'NEGOTIATION', 'SUMMIT', 'TALKS_REJECTION', 'AGREEMENT', 'CEASEFIRE_PROPOSAL', 'CEASEFIRE', 'CEASEFIRE_VIOLATION', 'DENIAL', 'PRAISE', 'CRITICISM', 'ACCUSATION', 'THREAT', 'RECOGNITION', 'RELATIONS_REDUCED', 'EXPULSION', 'SANCTION', 'AID', 'MOBILIZATION', 'MILITARY_ACTION', 'ATTACK', 'PROTEST', 'VOTE', 'OTHER');

-- CreateEnum
CREATE TYPE "participation_role" AS ENUM ('INITIATOR', 'RECIPIENT', 'HOST', 'VISITOR', 'SPEAKER', 'INTERVIEWER', 'MEDIATOR', 'CONVEYOR', 'PARTY', 'GUARANTOR', 'OBSERVER', 'SIGNATORY', 'VICTIM', 'PERPETRATOR', 'AUDIENCE');

-- CreateEnum
CREATE TYPE "channel" AS ENUM ('IN_PERSON', 'PHONE', 'LETTER', 'THROUGH_THIRD_PARTY', 'BROADCAST', 'SOCIAL_MEDIA', 'BACKCHANNEL', 'HOTLINE', 'MULTILATERAL_FORUM', 'NOT_STATED');

-- CreateEnum
CREATE TYPE "event_relation_type" AS ENUM ('BEFORE', 'AFTER', 'DURING', 'PART_OF', 'HAS_PART', 'SAME_AS', 'POSSIBLY_SAME_AS', 'RETALIATION_FOR', 'RESPONSE_TO', 'FOLLOW_UP_OF', 'FULFILS', 'FAILS_TO_FULFIL', 'ANNOUNCES');

-- CreateEnum
CREATE TYPE "coding_scheme" AS ENUM ('CAMEO_1_1B3', 'CAMEO_0_9', 'GDELT', 'PLOVER_0_5B1', 'PLOVER_0_8', 'POLECAT', 'UCDP', 'ICEWS', 'ACLED', 'DEMARCHE');

-- CreateEnum
CREATE TYPE "quad_class" AS ENUM ('VERBAL_COOPERATION', 'MATERIAL_COOPERATION', 'VERBAL_CONFLICT', 'MATERIAL_CONFLICT');

-- CreateEnum
CREATE TYPE "mediation_kind" AS ENUM ('GOOD_OFFICES', 'CONCILIATION', 'MEDIATION', 'ENQUIRY', 'ARBITRATION', 'ADJUDICATION', 'MULTILATERAL_CONFERENCE', 'OTHER', 'NOT_STATED');

-- CreateEnum
CREATE TYPE "mediation_strategy" AS ENUM ('COMMUNICATION_FACILITATION', 'PROCEDURAL', 'DIRECTIVE', 'SUPERVISION', 'NOT_STATED');

-- CreateEnum
CREATE TYPE "mediation_initiator" AS ENUM ('ONE_PARTY', 'BOTH_PARTIES', 'MEDIATOR', 'REGIONAL_ORGANIZATION', 'INTERNATIONAL_ORGANIZATION', 'OTHER_THIRD_PARTY', 'NOT_STATED');

-- CreateEnum
CREATE TYPE "mediation_venue" AS ENUM ('PARTY_TERRITORY', 'MEDIATOR_TERRITORY', 'NEUTRAL_SITE', 'COMPOSITE', 'REMOTE', 'NOT_STATED');

-- CreateEnum
CREATE TYPE "mediation_outcome" AS ENUM ('OFFERED_ONLY', 'UNSUCCESSFUL', 'CEASEFIRE', 'PARTIAL_SETTLEMENT', 'FULL_SETTLEMENT', 'ONGOING', 'UNKNOWN');

-- CreateEnum
CREATE TYPE "party_answer" AS ENUM ('ACCEPTED', 'ACCEPTED_CONDITIONALLY', 'REJECTED', 'DEFERRED', 'NO_RESPONSE', 'WITHDREW', 'DENIES_ATTEMPT', 'UNKNOWN', 'NOT_STATED');

-- CreateEnum
CREATE TYPE "attempt_event_role" AS ENUM ('OFFER', 'ANSWER', 'TALKS', 'BREAKDOWN', 'RESULT_CEASEFIRE', 'RESULT_PARTIAL', 'RESULT_FULL');

-- CreateEnum
CREATE TYPE "stance" AS ENUM ('SUPPORT', 'ACCEPT', 'ACCEPT_CONDITIONALLY', 'NEUTRAL', 'AMBIGUOUS', 'OPPOSE', 'REJECT', 'AFFIRM_PREMISE', 'DENY_PREMISE');

-- CreateEnum
CREATE TYPE "publicity" AS ENUM ('PUBLIC', 'PRIVATE', 'RELAYED', 'NOT_STATED');

-- CreateEnum
CREATE TYPE "continuity" AS ENUM ('NEW', 'UNCHANGED', 'SHIFTED', 'REVERSED', 'NOT_STATED');

-- CreateEnum
CREATE TYPE "source_kind" AS ENUM ('NEWS_ARTICLE', 'WIRE', 'BROADCAST_INTERVIEW', 'PRESS_BRIEFING', 'OFFICIAL_STATEMENT', 'SPEECH', 'TREATY', 'SOCIAL_POST', 'DATASET', 'ACADEMIC', 'ARCHIVE', 'OTHER');

-- CreateTable
CREATE TABLE "actor" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "actor_kind" NOT NULL,
    "member_of_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "actor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "actor_name" (
    "actor_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "kind" "actor_name_kind" NOT NULL,
    "language" TEXT,

    CONSTRAINT "actor_name_pkey" PRIMARY KEY ("actor_id","position")
);

-- CreateTable
CREATE TABLE "identifier" (
    "id" UUID NOT NULL,
    "actor_id" UUID,
    "place_id" UUID,
    "position" INTEGER NOT NULL,
    "scheme" "identifier_scheme" NOT NULL,
    "value" TEXT NOT NULL,
    "valid_from" DATE,
    "valid_to" DATE,

    CONSTRAINT "identifier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "office" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body_id" UUID NOT NULL,
    "rank" "office_rank" NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "office_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenure" (
    "id" UUID NOT NULL,
    "holder_id" UUID NOT NULL,
    "office_id" UUID NOT NULL,
    "started" JSONB,
    "ended" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "key" TEXT,
    "event_id" UUID,
    "attempt_id" UUID,
    "response_id" UUID,
    "position_id" UUID,
    "conflict_id" UUID,
    "field" "claim_field" NOT NULL,
    "value_actor_id" UUID,
    "value_place_id" UUID,
    "value_event_id" UUID,
    "value_role" "participation_role",
    "value_relation" "event_relation_type",
    "value_date" JSONB,
    "value_textual" TEXT,
    "value_text" TEXT,
    "polarity" "polarity" NOT NULL DEFAULT 'AFFIRMS',
    "directness" "directness" NOT NULL,
    "passage_exact" TEXT,
    "passage_prefix" TEXT,
    "passage_suffix" TEXT,
    "passage_start" INTEGER,
    "passage_end" INTEGER,
    "passage_unit" "offset_unit",
    "depth" INTEGER NOT NULL DEFAULT 0,
    "root_speaker_id" UUID,
    "status" "claim_status" NOT NULL DEFAULT 'ACTIVE',
    "retraction_reason" TEXT,
    "supersedes_id" UUID,
    "origin" "origin" NOT NULL DEFAULT 'CURATED',
    "dataset_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "text_search" tsvector GENERATED ALWAYS AS (lexemes("passage_exact")) STORED,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attribution" (
    "claim_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "speaker_id" UUID,
    "speaker_text" TEXT,
    "act" "speech_act" NOT NULL,
    "verb" TEXT,
    "hearer_id" UUID,
    "hearer_inferred" BOOLEAN NOT NULL DEFAULT false,
    "inferred" BOOLEAN NOT NULL DEFAULT false,
    "said" JSONB,

    CONSTRAINT "attribution_pkey" PRIMARY KEY ("claim_id","position")
);

-- CreateTable
CREATE TABLE "attribution_tenure" (
    "claim_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "tenure_id" UUID NOT NULL,

    CONSTRAINT "attribution_tenure_pkey" PRIMARY KEY ("claim_id","position","tenure_id")
);

-- CreateTable
CREATE TABLE "disagreement" (
    "id" UUID NOT NULL,
    "event_id" UUID,
    "attempt_id" UUID,
    "response_id" UUID,
    "position_id" UUID,
    "conflict_id" UUID,
    "field" "claim_field" NOT NULL,
    "rule" "disagreement_rule" NOT NULL,
    "about" TEXT NOT NULL DEFAULT '',
    "began_with_id" UUID NOT NULL,
    "origin" "origin" NOT NULL,
    "scope_conflict_id" UUID,

    CONSTRAINT "disagreement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disagreement_side" (
    "id" UUID NOT NULL,
    "disagreement_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "value_actor_id" UUID,
    "value_place_id" UUID,
    "value_event_id" UUID,
    "value_role" "participation_role",
    "value_relation" "event_relation_type",
    "value_date" JSONB,
    "value_textual" TEXT,
    "value_text" TEXT,
    "polarity" "polarity" NOT NULL,
    "claim_count" INTEGER NOT NULL,

    CONSTRAINT "disagreement_side_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disagreement_claim" (
    "side_id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,

    CONSTRAINT "disagreement_claim_pkey" PRIMARY KEY ("side_id","claim_id")
);

-- CreateTable
CREATE TABLE "conflict" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conflict_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conflict_name" (
    "conflict_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "used_by_id" UUID,

    CONSTRAINT "conflict_name_pkey" PRIMARY KEY ("conflict_id","position")
);

-- CreateTable
CREATE TABLE "conflict_party" (
    "conflict_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "actor_id" UUID NOT NULL,

    CONSTRAINT "conflict_party_pkey" PRIMARY KEY ("conflict_id","position")
);

-- CreateTable
CREATE TABLE "conflict_issue" (
    "conflict_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "issue_id" UUID NOT NULL,

    CONSTRAINT "conflict_issue_pkey" PRIMARY KEY ("conflict_id","position")
);

-- CreateTable
CREATE TABLE "issue" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "broader_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "publisher" TEXT NOT NULL,
    "dataset_version" TEXT,
    "licence" TEXT NOT NULL,
    "attribution" TEXT NOT NULL,
    "redistributable" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dataset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "type" "event_type" NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT,
    "date" JSONB,
    "date_absence" "absence",
    "place_id" UUID,
    "place_absence" "absence",
    "channel" "channel" NOT NULL DEFAULT 'NOT_STATED',
    "repeated" BOOLEAN NOT NULL DEFAULT false,
    "count" INTEGER,
    "count_approximate" BOOLEAN NOT NULL DEFAULT false,
    "conflict_id" UUID,
    "origin" "origin" NOT NULL DEFAULT 'CURATED',
    "dataset_id" UUID,
    "retracted_at" TIMESTAMPTZ(3),
    "retraction_reason" TEXT,
    "replaced_by_id" UUID,
    "contested" BOOLEAN NOT NULL DEFAULT false,
    "differs_from_claims" "claim_field"[],
    "independent_source_count" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "text_search" tsvector GENERATED ALWAYS AS (lexemes("title" || ' ' || coalesce("summary", ''))) STORED,
    "date_ranges" tsmultirange GENERATED ALWAYS AS (date_moments("date")) STORED,
    "date_asc" BIGINT NOT NULL GENERATED ALWAYS AS (date_key("date", 1000000000000)) STORED,
    "date_desc" BIGINT NOT NULL GENERATED ALWAYS AS (date_key("date", -2000000000000)) STORED,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "participation" (
    "event_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "actor_id" UUID NOT NULL,
    "role" "participation_role" NOT NULL,
    "inferred" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "participation_pkey" PRIMARY KEY ("event_id","position")
);

-- CreateTable
CREATE TABLE "participation_tenure" (
    "event_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "tenure_id" UUID NOT NULL,

    CONSTRAINT "participation_tenure_pkey" PRIMARY KEY ("event_id","position","tenure_id")
);

-- CreateTable
CREATE TABLE "event_issue" (
    "event_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "issue_id" UUID NOT NULL,

    CONSTRAINT "event_issue_pkey" PRIMARY KEY ("event_id","position")
);

-- CreateTable
CREATE TABLE "event_relation" (
    "event_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "type" "event_relation_type" NOT NULL,
    "other_id" UUID NOT NULL,
    "inferred" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "event_relation_pkey" PRIMARY KEY ("event_id","position")
);

-- CreateTable
CREATE TABLE "event_coding" (
    "event_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "scheme" "coding_scheme" NOT NULL,
    "code" TEXT COLLATE "C" NOT NULL,
    "label" TEXT NOT NULL,
    "mode" TEXT,
    "contexts" TEXT[],
    "goldstein" DOUBLE PRECISION,
    "quad_class" "quad_class",

    CONSTRAINT "event_coding_pkey" PRIMARY KEY ("event_id","position")
);

-- CreateTable
CREATE TABLE "mediation_attempt" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT,
    "conflict_id" UUID,
    "kind" "mediation_kind" NOT NULL DEFAULT 'NOT_STATED',
    "strategy" "mediation_strategy" NOT NULL DEFAULT 'NOT_STATED',
    "initiated_by" "mediation_initiator" NOT NULL DEFAULT 'NOT_STATED',
    "venue" "mediation_venue" NOT NULL DEFAULT 'NOT_STATED',
    "date" JSONB,
    "date_absence" "absence",
    "proposal_originator_id" UUID,
    "proposal_originator_absence" "absence",
    "outcome" "mediation_outcome" NOT NULL DEFAULT 'UNKNOWN',
    "outcome_reason" TEXT NOT NULL DEFAULT '',
    "ongoing_until" TIMESTAMPTZ(3),
    "origin" "origin" NOT NULL DEFAULT 'CURATED',
    "dataset_id" UUID,
    "retracted_at" TIMESTAMPTZ(3),
    "retraction_reason" TEXT,
    "replaced_by_id" UUID,
    "contested" BOOLEAN NOT NULL DEFAULT false,
    "differs_from_claims" "claim_field"[],
    "independent_source_count" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "text_search" tsvector GENERATED ALWAYS AS (lexemes("title" || ' ' || coalesce("summary", ''))) STORED,
    "date_ranges" tsmultirange GENERATED ALWAYS AS (date_moments("date")) STORED,
    "date_asc" BIGINT NOT NULL GENERATED ALWAYS AS (date_key("date", 1000000000000)) STORED,
    "date_desc" BIGINT NOT NULL GENERATED ALWAYS AS (date_key("date", -2000000000000)) STORED,

    CONSTRAINT "mediation_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mediator" (
    "attempt_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "actor_id" UUID NOT NULL,

    CONSTRAINT "mediator_pkey" PRIMARY KEY ("attempt_id","position")
);

-- CreateTable
CREATE TABLE "mediator_tenure" (
    "attempt_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "tenure_id" UUID NOT NULL,

    CONSTRAINT "mediator_tenure_pkey" PRIMARY KEY ("attempt_id","position","tenure_id")
);

-- CreateTable
CREATE TABLE "party_response" (
    "id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "party_id" UUID NOT NULL,
    "answer" "party_answer" NOT NULL,
    "inferred" BOOLEAN NOT NULL DEFAULT false,
    "date" JSONB,
    "conditions" TEXT[],

    CONSTRAINT "party_response_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt_event" (
    "attempt_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "event_id" UUID NOT NULL,
    "role" "attempt_event_role" NOT NULL,

    CONSTRAINT "attempt_event_pkey" PRIMARY KEY ("attempt_id","position")
);

-- CreateTable
CREATE TABLE "attempt_issue" (
    "attempt_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "issue_id" UUID NOT NULL,

    CONSTRAINT "attempt_issue_pkey" PRIMARY KEY ("attempt_id","position")
);

-- CreateTable
CREATE TABLE "attempt_same_as" (
    "attempt_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,

    CONSTRAINT "attempt_same_as_pkey" PRIMARY KEY ("attempt_id","other_id")
);

-- CreateTable
CREATE TABLE "place" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "part_of_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "place_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "position" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "holder_id" UUID NOT NULL,
    "issue_id" UUID NOT NULL,
    "stance" "stance" NOT NULL,
    "summary" TEXT NOT NULL,
    "publicity" "publicity" NOT NULL DEFAULT 'NOT_STATED',
    "continuity" "continuity" NOT NULL DEFAULT 'NOT_STATED',
    "held" JSONB,
    "conflict_id" UUID,
    "origin" "origin" NOT NULL DEFAULT 'CURATED',
    "dataset_id" UUID,
    "retracted_at" TIMESTAMPTZ(3),
    "retraction_reason" TEXT,
    "replaced_by_id" UUID,
    "contested" BOOLEAN NOT NULL DEFAULT false,
    "differs_from_claims" "claim_field"[],
    "independent_source_count" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "later_begins" TIMESTAMP(0),
    "text_search" tsvector GENERATED ALWAYS AS (lexemes("summary")) STORED,
    "held_ranges" tsmultirange GENERATED ALWAYS AS (held_moments("held", "later_begins")) STORED,
    "date_asc" BIGINT NOT NULL GENERATED ALWAYS AS (date_key("held", 1000000000000)) STORED,
    "date_desc" BIGINT NOT NULL GENERATED ALWAYS AS (date_key("held", -2000000000000)) STORED,

    CONSTRAINT "position_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "position_condition" (
    "position_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "issue_id" UUID,

    CONSTRAINT "position_condition_pkey" PRIMARY KEY ("position_id","ordinal")
);

-- CreateTable
CREATE TABLE "source" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "kind" "source_kind" NOT NULL,
    "title" TEXT NOT NULL,
    "publisher_id" UUID,
    "author_id" UUID,
    "url" TEXT,
    "published" JSONB,
    "language" TEXT,
    "licence" TEXT,
    "content_sha256" TEXT,
    "embedded_in_id" UUID,
    "reports_on_id" UUID,
    "republishes_id" UUID,
    "event_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "actor_slug_key" ON "actor"("slug");

-- CreateIndex
CREATE INDEX "actor_member_of_id_idx" ON "actor"("member_of_id");

-- CreateIndex
CREATE INDEX "actor_kind_slug_idx" ON "actor"("kind", "slug");

-- CreateIndex
CREATE INDEX "identifier_actor_id_position_idx" ON "identifier"("actor_id", "position");

-- CreateIndex
CREATE INDEX "identifier_place_id_position_idx" ON "identifier"("place_id", "position");

-- CreateIndex
CREATE INDEX "identifier_scheme_value_idx" ON "identifier"("scheme", "value");

-- CreateIndex
CREATE UNIQUE INDEX "office_slug_key" ON "office"("slug");

-- CreateIndex
CREATE INDEX "office_body_id_idx" ON "office"("body_id");

-- CreateIndex
CREATE INDEX "tenure_holder_id_id_idx" ON "tenure"("holder_id", "id");

-- CreateIndex
CREATE INDEX "tenure_office_id_id_idx" ON "tenure"("office_id", "id");

-- CreateIndex
CREATE INDEX "claim_source_id_id_idx" ON "claim"("source_id", "id");

-- CreateIndex
CREATE INDEX "claim_event_id_id_idx" ON "claim"("event_id", "id");

-- CreateIndex
CREATE INDEX "claim_attempt_id_id_idx" ON "claim"("attempt_id", "id");

-- CreateIndex
CREATE INDEX "claim_response_id_id_idx" ON "claim"("response_id", "id");

-- CreateIndex
CREATE INDEX "claim_position_id_id_idx" ON "claim"("position_id", "id");

-- CreateIndex
CREATE INDEX "claim_conflict_id_id_idx" ON "claim"("conflict_id", "id");

-- CreateIndex
CREATE INDEX "claim_root_speaker_id_id_idx" ON "claim"("root_speaker_id", "id");

-- CreateIndex
CREATE INDEX "claim_origin_id_idx" ON "claim"("origin", "id");

-- CreateIndex
CREATE INDEX "claim_field_id_idx" ON "claim"("field", "id");

-- CreateIndex
CREATE INDEX "claim_depth_id_idx" ON "claim"("depth", "id");

-- CreateIndex
CREATE INDEX "claim_polarity_id_idx" ON "claim"("polarity", "id");

-- CreateIndex
CREATE INDEX "claim_directness_id_idx" ON "claim"("directness", "id");

-- CreateIndex
CREATE INDEX "claim_value_actor_id_idx" ON "claim"("value_actor_id");

-- CreateIndex
CREATE INDEX "claim_value_place_id_idx" ON "claim"("value_place_id");

-- CreateIndex
CREATE INDEX "claim_value_event_id_idx" ON "claim"("value_event_id");

-- CreateIndex
CREATE INDEX "claim_supersedes_id_idx" ON "claim"("supersedes_id");

-- CreateIndex
CREATE INDEX "claim_dataset_id_id_idx" ON "claim"("dataset_id", "id");

-- CreateIndex
CREATE INDEX "claim_text_search_idx" ON "claim" USING GIN ("text_search");

-- CreateIndex
CREATE UNIQUE INDEX "claim_source_id_key_key" ON "claim"("source_id", "key");

-- CreateIndex
CREATE INDEX "attribution_speaker_id_claim_id_idx" ON "attribution"("speaker_id", "claim_id");

-- CreateIndex
CREATE INDEX "attribution_hearer_id_idx" ON "attribution"("hearer_id");

-- CreateIndex
CREATE INDEX "attribution_tenure_tenure_id_idx" ON "attribution_tenure"("tenure_id");

-- CreateIndex
CREATE INDEX "disagreement_origin_began_with_id_id_idx" ON "disagreement"("origin", "began_with_id", "id");

-- CreateIndex
CREATE INDEX "disagreement_field_began_with_id_id_idx" ON "disagreement"("field", "began_with_id", "id");

-- CreateIndex
CREATE INDEX "disagreement_scope_conflict_id_began_with_id_id_idx" ON "disagreement"("scope_conflict_id", "began_with_id", "id");

-- CreateIndex
CREATE INDEX "disagreement_began_with_id_idx" ON "disagreement"("began_with_id");

-- CreateIndex
CREATE INDEX "disagreement_event_id_idx" ON "disagreement"("event_id");

-- CreateIndex
CREATE INDEX "disagreement_attempt_id_idx" ON "disagreement"("attempt_id");

-- CreateIndex
CREATE INDEX "disagreement_response_id_idx" ON "disagreement"("response_id");

-- CreateIndex
CREATE INDEX "disagreement_position_id_idx" ON "disagreement"("position_id");

-- CreateIndex
CREATE INDEX "disagreement_conflict_id_idx" ON "disagreement"("conflict_id");

-- CreateIndex
CREATE INDEX "disagreement_side_value_actor_id_idx" ON "disagreement_side"("value_actor_id");

-- CreateIndex
CREATE INDEX "disagreement_side_value_place_id_idx" ON "disagreement_side"("value_place_id");

-- CreateIndex
CREATE INDEX "disagreement_side_value_event_id_idx" ON "disagreement_side"("value_event_id");

-- CreateIndex
CREATE UNIQUE INDEX "disagreement_side_disagreement_id_position_key" ON "disagreement_side"("disagreement_id", "position");

-- CreateIndex
CREATE INDEX "disagreement_claim_claim_id_idx" ON "disagreement_claim"("claim_id");

-- CreateIndex
CREATE UNIQUE INDEX "conflict_slug_key" ON "conflict"("slug");

-- CreateIndex
CREATE INDEX "conflict_name_used_by_id_idx" ON "conflict_name"("used_by_id");

-- CreateIndex
CREATE INDEX "conflict_party_actor_id_idx" ON "conflict_party"("actor_id");

-- CreateIndex
CREATE UNIQUE INDEX "conflict_party_conflict_id_actor_id_key" ON "conflict_party"("conflict_id", "actor_id");

-- CreateIndex
CREATE INDEX "conflict_issue_issue_id_idx" ON "conflict_issue"("issue_id");

-- CreateIndex
CREATE UNIQUE INDEX "conflict_issue_conflict_id_issue_id_key" ON "conflict_issue"("conflict_id", "issue_id");

-- CreateIndex
CREATE UNIQUE INDEX "issue_slug_key" ON "issue"("slug");

-- CreateIndex
CREATE INDEX "issue_broader_id_idx" ON "issue"("broader_id");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_slug_key" ON "dataset"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "event_slug_key" ON "event"("slug");

-- CreateIndex
CREATE INDEX "event_origin_date_asc_id_idx" ON "event"("origin", "date_asc", "id");

-- CreateIndex
CREATE INDEX "event_date_asc_id_idx" ON "event"("date_asc", "id");

-- CreateIndex
CREATE INDEX "event_origin_date_desc_id_idx" ON "event"("origin", "date_desc", "id");

-- CreateIndex
CREATE INDEX "event_date_desc_id_idx" ON "event"("date_desc", "id");

-- CreateIndex
CREATE INDEX "event_created_at_id_idx" ON "event"("created_at", "id");

-- CreateIndex
CREATE INDEX "event_type_date_desc_id_idx" ON "event"("type", "date_desc", "id");

-- CreateIndex
CREATE INDEX "event_conflict_id_date_desc_id_idx" ON "event"("conflict_id", "date_desc", "id");

-- CreateIndex
CREATE INDEX "event_place_id_date_desc_id_idx" ON "event"("place_id", "date_desc", "id");

-- CreateIndex
CREATE INDEX "event_dataset_id_date_desc_id_idx" ON "event"("dataset_id", "date_desc", "id");

-- CreateIndex
CREATE INDEX "event_replaced_by_id_idx" ON "event"("replaced_by_id");

-- CreateIndex
CREATE INDEX "event_date_ranges_idx" ON "event" USING GIST ("date_ranges" multirange_ops);

-- CreateIndex
CREATE INDEX "event_text_search_idx" ON "event" USING GIN ("text_search");

-- CreateIndex
CREATE INDEX "participation_actor_id_role_event_id_idx" ON "participation"("actor_id", "role", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "participation_event_id_actor_id_role_key" ON "participation"("event_id", "actor_id", "role");

-- CreateIndex
CREATE INDEX "participation_tenure_tenure_id_idx" ON "participation_tenure"("tenure_id");

-- CreateIndex
CREATE INDEX "event_issue_issue_id_event_id_idx" ON "event_issue"("issue_id", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "event_issue_event_id_issue_id_key" ON "event_issue"("event_id", "issue_id");

-- CreateIndex
CREATE INDEX "event_relation_other_id_idx" ON "event_relation"("other_id");

-- CreateIndex
CREATE UNIQUE INDEX "event_relation_event_id_type_other_id_key" ON "event_relation"("event_id", "type", "other_id");

-- CreateIndex
CREATE INDEX "event_coding_scheme_code_event_id_idx" ON "event_coding"("scheme", "code", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "mediation_attempt_slug_key" ON "mediation_attempt"("slug");

-- CreateIndex
CREATE INDEX "mediation_attempt_origin_date_asc_id_idx" ON "mediation_attempt"("origin", "date_asc", "id");

-- CreateIndex
CREATE INDEX "mediation_attempt_date_asc_id_idx" ON "mediation_attempt"("date_asc", "id");

-- CreateIndex
CREATE INDEX "mediation_attempt_origin_date_desc_id_idx" ON "mediation_attempt"("origin", "date_desc", "id");

-- CreateIndex
CREATE INDEX "mediation_attempt_date_desc_id_idx" ON "mediation_attempt"("date_desc", "id");

-- CreateIndex
CREATE INDEX "mediation_attempt_created_at_id_idx" ON "mediation_attempt"("created_at", "id");

-- CreateIndex
CREATE INDEX "mediation_attempt_conflict_id_date_desc_id_idx" ON "mediation_attempt"("conflict_id", "date_desc", "id");

-- CreateIndex
CREATE INDEX "mediation_attempt_dataset_id_date_desc_id_idx" ON "mediation_attempt"("dataset_id", "date_desc", "id");

-- CreateIndex
CREATE INDEX "mediation_attempt_kind_date_desc_id_idx" ON "mediation_attempt"("kind", "date_desc", "id");

-- CreateIndex
CREATE INDEX "mediation_attempt_strategy_date_desc_id_idx" ON "mediation_attempt"("strategy", "date_desc", "id");

-- CreateIndex
CREATE INDEX "mediation_attempt_outcome_date_desc_id_idx" ON "mediation_attempt"("outcome", "date_desc", "id");

-- CreateIndex
CREATE INDEX "mediation_attempt_proposal_originator_id_idx" ON "mediation_attempt"("proposal_originator_id");

-- CreateIndex
CREATE INDEX "mediation_attempt_replaced_by_id_idx" ON "mediation_attempt"("replaced_by_id");

-- CreateIndex
CREATE INDEX "mediation_attempt_date_ranges_idx" ON "mediation_attempt" USING GIST ("date_ranges" multirange_ops);

-- CreateIndex
CREATE INDEX "mediation_attempt_text_search_idx" ON "mediation_attempt" USING GIN ("text_search");

-- CreateIndex
CREATE INDEX "mediator_actor_id_attempt_id_idx" ON "mediator"("actor_id", "attempt_id");

-- CreateIndex
CREATE UNIQUE INDEX "mediator_attempt_id_actor_id_key" ON "mediator"("attempt_id", "actor_id");

-- CreateIndex
CREATE INDEX "mediator_tenure_tenure_id_idx" ON "mediator_tenure"("tenure_id");

-- CreateIndex
CREATE INDEX "party_response_party_id_answer_attempt_id_idx" ON "party_response"("party_id", "answer", "attempt_id");

-- CreateIndex
CREATE UNIQUE INDEX "party_response_attempt_id_position_key" ON "party_response"("attempt_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "party_response_attempt_id_party_id_key" ON "party_response"("attempt_id", "party_id");

-- CreateIndex
CREATE INDEX "attempt_event_event_id_attempt_id_idx" ON "attempt_event"("event_id", "attempt_id");

-- CreateIndex
CREATE UNIQUE INDEX "attempt_event_attempt_id_event_id_role_key" ON "attempt_event"("attempt_id", "event_id", "role");

-- CreateIndex
CREATE INDEX "attempt_issue_issue_id_attempt_id_idx" ON "attempt_issue"("issue_id", "attempt_id");

-- CreateIndex
CREATE UNIQUE INDEX "attempt_issue_attempt_id_issue_id_key" ON "attempt_issue"("attempt_id", "issue_id");

-- CreateIndex
CREATE INDEX "attempt_same_as_other_id_idx" ON "attempt_same_as"("other_id");

-- CreateIndex
CREATE UNIQUE INDEX "place_slug_key" ON "place"("slug");

-- CreateIndex
CREATE INDEX "place_part_of_id_idx" ON "place"("part_of_id");

-- CreateIndex
CREATE UNIQUE INDEX "position_slug_key" ON "position"("slug");

-- CreateIndex
CREATE INDEX "position_origin_date_asc_id_idx" ON "position"("origin", "date_asc", "id");

-- CreateIndex
CREATE INDEX "position_date_asc_id_idx" ON "position"("date_asc", "id");

-- CreateIndex
CREATE INDEX "position_origin_date_desc_id_idx" ON "position"("origin", "date_desc", "id");

-- CreateIndex
CREATE INDEX "position_date_desc_id_idx" ON "position"("date_desc", "id");

-- CreateIndex
CREATE INDEX "position_created_at_id_idx" ON "position"("created_at", "id");

-- CreateIndex
CREATE INDEX "position_holder_id_issue_id_date_asc_idx" ON "position"("holder_id", "issue_id", "date_asc");

-- CreateIndex
CREATE INDEX "position_holder_id_date_desc_id_idx" ON "position"("holder_id", "date_desc", "id");

-- CreateIndex
CREATE INDEX "position_issue_id_date_desc_id_idx" ON "position"("issue_id", "date_desc", "id");

-- CreateIndex
CREATE INDEX "position_stance_date_desc_id_idx" ON "position"("stance", "date_desc", "id");

-- CreateIndex
CREATE INDEX "position_publicity_date_desc_id_idx" ON "position"("publicity", "date_desc", "id");

-- CreateIndex
CREATE INDEX "position_conflict_id_date_desc_id_idx" ON "position"("conflict_id", "date_desc", "id");

-- CreateIndex
CREATE INDEX "position_dataset_id_date_desc_id_idx" ON "position"("dataset_id", "date_desc", "id");

-- CreateIndex
CREATE INDEX "position_replaced_by_id_idx" ON "position"("replaced_by_id");

-- CreateIndex
CREATE INDEX "position_held_ranges_idx" ON "position" USING GIST ("held_ranges" multirange_ops);

-- CreateIndex
CREATE INDEX "position_text_search_idx" ON "position" USING GIN ("text_search");

-- CreateIndex
CREATE INDEX "position_condition_issue_id_idx" ON "position_condition"("issue_id");

-- CreateIndex
CREATE UNIQUE INDEX "source_slug_key" ON "source"("slug");

-- CreateIndex
CREATE INDEX "source_publisher_id_idx" ON "source"("publisher_id");

-- CreateIndex
CREATE INDEX "source_author_id_idx" ON "source"("author_id");

-- CreateIndex
CREATE INDEX "source_embedded_in_id_idx" ON "source"("embedded_in_id");

-- CreateIndex
CREATE INDEX "source_reports_on_id_idx" ON "source"("reports_on_id");

-- CreateIndex
CREATE INDEX "source_republishes_id_idx" ON "source"("republishes_id");

-- CreateIndex
CREATE INDEX "source_event_id_idx" ON "source"("event_id");

-- AddForeignKey
ALTER TABLE "actor" ADD CONSTRAINT "actor_member_of_id_fkey" FOREIGN KEY ("member_of_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "actor_name" ADD CONSTRAINT "actor_name_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "actor"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identifier" ADD CONSTRAINT "identifier_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "actor"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identifier" ADD CONSTRAINT "identifier_place_id_fkey" FOREIGN KEY ("place_id") REFERENCES "place"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office" ADD CONSTRAINT "office_body_id_fkey" FOREIGN KEY ("body_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenure" ADD CONSTRAINT "tenure_holder_id_fkey" FOREIGN KEY ("holder_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenure" ADD CONSTRAINT "tenure_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "office"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "mediation_attempt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_response_id_fkey" FOREIGN KEY ("response_id") REFERENCES "party_response"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_conflict_id_fkey" FOREIGN KEY ("conflict_id") REFERENCES "conflict"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_value_actor_id_fkey" FOREIGN KEY ("value_actor_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_value_place_id_fkey" FOREIGN KEY ("value_place_id") REFERENCES "place"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_value_event_id_fkey" FOREIGN KEY ("value_event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_root_speaker_id_fkey" FOREIGN KEY ("root_speaker_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_supersedes_id_fkey" FOREIGN KEY ("supersedes_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attribution" ADD CONSTRAINT "attribution_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attribution" ADD CONSTRAINT "attribution_speaker_id_fkey" FOREIGN KEY ("speaker_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attribution" ADD CONSTRAINT "attribution_hearer_id_fkey" FOREIGN KEY ("hearer_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attribution_tenure" ADD CONSTRAINT "attribution_tenure_claim_id_position_fkey" FOREIGN KEY ("claim_id", "position") REFERENCES "attribution"("claim_id", "position") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attribution_tenure" ADD CONSTRAINT "attribution_tenure_tenure_id_fkey" FOREIGN KEY ("tenure_id") REFERENCES "tenure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disagreement" ADD CONSTRAINT "disagreement_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disagreement" ADD CONSTRAINT "disagreement_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "mediation_attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disagreement" ADD CONSTRAINT "disagreement_response_id_fkey" FOREIGN KEY ("response_id") REFERENCES "party_response"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disagreement" ADD CONSTRAINT "disagreement_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disagreement" ADD CONSTRAINT "disagreement_conflict_id_fkey" FOREIGN KEY ("conflict_id") REFERENCES "conflict"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disagreement" ADD CONSTRAINT "disagreement_began_with_id_fkey" FOREIGN KEY ("began_with_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disagreement_side" ADD CONSTRAINT "disagreement_side_disagreement_id_fkey" FOREIGN KEY ("disagreement_id") REFERENCES "disagreement"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disagreement_side" ADD CONSTRAINT "disagreement_side_value_actor_id_fkey" FOREIGN KEY ("value_actor_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disagreement_side" ADD CONSTRAINT "disagreement_side_value_place_id_fkey" FOREIGN KEY ("value_place_id") REFERENCES "place"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disagreement_side" ADD CONSTRAINT "disagreement_side_value_event_id_fkey" FOREIGN KEY ("value_event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disagreement_claim" ADD CONSTRAINT "disagreement_claim_side_id_fkey" FOREIGN KEY ("side_id") REFERENCES "disagreement_side"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disagreement_claim" ADD CONSTRAINT "disagreement_claim_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_name" ADD CONSTRAINT "conflict_name_conflict_id_fkey" FOREIGN KEY ("conflict_id") REFERENCES "conflict"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_name" ADD CONSTRAINT "conflict_name_used_by_id_fkey" FOREIGN KEY ("used_by_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_party" ADD CONSTRAINT "conflict_party_conflict_id_fkey" FOREIGN KEY ("conflict_id") REFERENCES "conflict"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_party" ADD CONSTRAINT "conflict_party_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_issue" ADD CONSTRAINT "conflict_issue_conflict_id_fkey" FOREIGN KEY ("conflict_id") REFERENCES "conflict"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conflict_issue" ADD CONSTRAINT "conflict_issue_issue_id_fkey" FOREIGN KEY ("issue_id") REFERENCES "issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issue" ADD CONSTRAINT "issue_broader_id_fkey" FOREIGN KEY ("broader_id") REFERENCES "issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_place_id_fkey" FOREIGN KEY ("place_id") REFERENCES "place"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_conflict_id_fkey" FOREIGN KEY ("conflict_id") REFERENCES "conflict"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_replaced_by_id_fkey" FOREIGN KEY ("replaced_by_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation" ADD CONSTRAINT "participation_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation" ADD CONSTRAINT "participation_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation_tenure" ADD CONSTRAINT "participation_tenure_event_id_position_fkey" FOREIGN KEY ("event_id", "position") REFERENCES "participation"("event_id", "position") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation_tenure" ADD CONSTRAINT "participation_tenure_tenure_id_fkey" FOREIGN KEY ("tenure_id") REFERENCES "tenure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_issue" ADD CONSTRAINT "event_issue_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_issue" ADD CONSTRAINT "event_issue_issue_id_fkey" FOREIGN KEY ("issue_id") REFERENCES "issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_relation" ADD CONSTRAINT "event_relation_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_relation" ADD CONSTRAINT "event_relation_other_id_fkey" FOREIGN KEY ("other_id") REFERENCES "event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_coding" ADD CONSTRAINT "event_coding_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mediation_attempt" ADD CONSTRAINT "mediation_attempt_conflict_id_fkey" FOREIGN KEY ("conflict_id") REFERENCES "conflict"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mediation_attempt" ADD CONSTRAINT "mediation_attempt_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mediation_attempt" ADD CONSTRAINT "mediation_attempt_replaced_by_id_fkey" FOREIGN KEY ("replaced_by_id") REFERENCES "mediation_attempt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mediation_attempt" ADD CONSTRAINT "mediation_attempt_proposal_originator_id_fkey" FOREIGN KEY ("proposal_originator_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mediator" ADD CONSTRAINT "mediator_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "mediation_attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mediator" ADD CONSTRAINT "mediator_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mediator_tenure" ADD CONSTRAINT "mediator_tenure_attempt_id_position_fkey" FOREIGN KEY ("attempt_id", "position") REFERENCES "mediator"("attempt_id", "position") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mediator_tenure" ADD CONSTRAINT "mediator_tenure_tenure_id_fkey" FOREIGN KEY ("tenure_id") REFERENCES "tenure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "party_response" ADD CONSTRAINT "party_response_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "mediation_attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "party_response" ADD CONSTRAINT "party_response_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt_event" ADD CONSTRAINT "attempt_event_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "mediation_attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt_event" ADD CONSTRAINT "attempt_event_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt_issue" ADD CONSTRAINT "attempt_issue_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "mediation_attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt_issue" ADD CONSTRAINT "attempt_issue_issue_id_fkey" FOREIGN KEY ("issue_id") REFERENCES "issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt_same_as" ADD CONSTRAINT "attempt_same_as_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "mediation_attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt_same_as" ADD CONSTRAINT "attempt_same_as_other_id_fkey" FOREIGN KEY ("other_id") REFERENCES "mediation_attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "place" ADD CONSTRAINT "place_part_of_id_fkey" FOREIGN KEY ("part_of_id") REFERENCES "place"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position" ADD CONSTRAINT "position_holder_id_fkey" FOREIGN KEY ("holder_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position" ADD CONSTRAINT "position_issue_id_fkey" FOREIGN KEY ("issue_id") REFERENCES "issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position" ADD CONSTRAINT "position_conflict_id_fkey" FOREIGN KEY ("conflict_id") REFERENCES "conflict"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position" ADD CONSTRAINT "position_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position" ADD CONSTRAINT "position_replaced_by_id_fkey" FOREIGN KEY ("replaced_by_id") REFERENCES "position"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position_condition" ADD CONSTRAINT "position_condition_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position_condition" ADD CONSTRAINT "position_condition_issue_id_fkey" FOREIGN KEY ("issue_id") REFERENCES "issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_publisher_id_fkey" FOREIGN KEY ("publisher_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "actor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_embedded_in_id_fkey" FOREIGN KEY ("embedded_in_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_reports_on_id_fkey" FOREIGN KEY ("reports_on_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_republishes_id_fkey" FOREIGN KEY ("republishes_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------- what one row must hold
ALTER TABLE dataset ADD CONSTRAINT slug_is_readable CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200);
ALTER TABLE actor ADD CONSTRAINT slug_is_readable CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200);
ALTER TABLE office ADD CONSTRAINT slug_is_readable CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200);
ALTER TABLE place ADD CONSTRAINT slug_is_readable CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200);
ALTER TABLE conflict ADD CONSTRAINT slug_is_readable CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200);
ALTER TABLE issue ADD CONSTRAINT slug_is_readable CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200);
ALTER TABLE source ADD CONSTRAINT slug_is_readable CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200);
ALTER TABLE event ADD CONSTRAINT slug_is_readable CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200);
ALTER TABLE mediation_attempt ADD CONSTRAINT slug_is_readable CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200);
ALTER TABLE position ADD CONSTRAINT slug_is_readable CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 200);

ALTER TABLE identifier
  ADD CONSTRAINT belongs_to_one CHECK (num_nonnulls(actor_id, place_id) = 1),
  ADD CONSTRAINT valid_from_is_not_after_valid_to CHECK (valid_from <= valid_to),
  -- A code may be given to another state when the first no longer has it.
  ADD CONSTRAINT code_names_one_actor_at_a_time EXCLUDE USING gist
    (scheme WITH =, value WITH =, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (actor_id IS NOT NULL),
  ADD CONSTRAINT code_names_one_place_at_a_time EXCLUDE USING gist
    (scheme WITH =, value WITH =, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (place_id IS NOT NULL);

ALTER TABLE tenure
  ADD CONSTRAINT started_is_a_date CHECK (is_date(started)),
  ADD CONSTRAINT ended_is_a_date CHECK (is_date(ended)),
  ADD CONSTRAINT start_is_not_after_end CHECK (started ->> 'earliest' <= ended ->> 'latest');

ALTER TABLE place
  ADD CONSTRAINT point_is_whole CHECK (num_nonnulls(latitude, longitude) <> 1),
  ADD CONSTRAINT point_is_on_earth CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180);

ALTER TABLE source
  ADD CONSTRAINT published_is_a_date CHECK (is_date(published)),
  ADD CONSTRAINT hash_is_sha256 CHECK (content_sha256 ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT embedded_source_has_no_bytes_of_its_own CHECK (num_nonnulls(embedded_in_id, content_sha256) <= 1);

ALTER TABLE event
  ADD CONSTRAINT date_is_a_date CHECK (is_date(date)),
  ADD CONSTRAINT date_or_its_absence CHECK (num_nonnulls(date, date_absence) = 1),
  ADD CONSTRAINT place_or_its_absence CHECK (num_nonnulls(place_id, place_absence) = 1),
  ADD CONSTRAINT count_is_positive CHECK (count > 0),
  ADD CONSTRAINT approximate_needs_a_count CHECK (count IS NOT NULL OR NOT count_approximate),
  ADD CONSTRAINT retraction_has_a_reason CHECK (num_nonnulls(retracted_at, retraction_reason) <> 1),
  ADD CONSTRAINT only_a_retracted_record_is_replaced CHECK (replaced_by_id IS NULL OR (retracted_at IS NOT NULL AND replaced_by_id <> id)),
  ADD CONSTRAINT dataset_is_named CHECK ((origin = 'DATASET') = (dataset_id IS NOT NULL));

ALTER TABLE mediation_attempt
  ADD CONSTRAINT date_is_a_date CHECK (is_date(date)),
  ADD CONSTRAINT date_or_its_absence CHECK (num_nonnulls(date, date_absence) = 1),
  ADD CONSTRAINT originator_or_its_absence CHECK (num_nonnulls(proposal_originator_id, proposal_originator_absence) = 1),
  ADD CONSTRAINT retraction_has_a_reason CHECK (num_nonnulls(retracted_at, retraction_reason) <> 1),
  ADD CONSTRAINT only_a_retracted_record_is_replaced CHECK (replaced_by_id IS NULL OR (retracted_at IS NOT NULL AND replaced_by_id <> id)),
  ADD CONSTRAINT dataset_is_named CHECK ((origin = 'DATASET') = (dataset_id IS NOT NULL));

ALTER TABLE party_response ADD CONSTRAINT date_is_a_date CHECK (is_date(date));
ALTER TABLE position
  ADD CONSTRAINT held_is_a_date CHECK (is_date(held)),
  ADD CONSTRAINT retraction_has_a_reason CHECK (num_nonnulls(retracted_at, retraction_reason) <> 1),
  ADD CONSTRAINT only_a_retracted_record_is_replaced CHECK (replaced_by_id IS NULL OR (retracted_at IS NOT NULL AND replaced_by_id <> id)),
  ADD CONSTRAINT dataset_is_named CHECK ((origin = 'DATASET') = (dataset_id IS NOT NULL));

-- Lists that are given whole hold at most 200 rows, so that a statement that reads one is bounded.
ALTER TABLE actor_name ADD CONSTRAINT list_is_bounded CHECK (position BETWEEN 1 AND 200);
ALTER TABLE identifier ADD CONSTRAINT list_is_bounded CHECK (position BETWEEN 1 AND 200);
ALTER TABLE conflict_name ADD CONSTRAINT list_is_bounded CHECK (position BETWEEN 1 AND 200);
ALTER TABLE conflict_party ADD CONSTRAINT list_is_bounded CHECK (position BETWEEN 1 AND 200);
ALTER TABLE conflict_issue ADD CONSTRAINT list_is_bounded CHECK (position BETWEEN 1 AND 200);
ALTER TABLE participation ADD CONSTRAINT list_is_bounded CHECK (position BETWEEN 1 AND 200);
ALTER TABLE event_issue ADD CONSTRAINT list_is_bounded CHECK (position BETWEEN 1 AND 200);
ALTER TABLE event_relation
  ADD CONSTRAINT list_is_bounded CHECK (position BETWEEN 1 AND 200),
  ADD CONSTRAINT relation_is_to_another CHECK (event_id <> other_id);
ALTER TABLE event_coding
  ADD CONSTRAINT list_is_bounded CHECK (position BETWEEN 1 AND 200),
  ADD CONSTRAINT goldstein_is_on_its_scale CHECK (goldstein BETWEEN -10 AND 10);
ALTER TABLE mediator ADD CONSTRAINT list_is_bounded CHECK (position BETWEEN 1 AND 200);
ALTER TABLE party_response ADD CONSTRAINT list_is_bounded CHECK (position BETWEEN 1 AND 200);
ALTER TABLE attempt_event ADD CONSTRAINT list_is_bounded CHECK (position BETWEEN 1 AND 200);
ALTER TABLE attempt_issue ADD CONSTRAINT list_is_bounded CHECK (position BETWEEN 1 AND 200);
ALTER TABLE attempt_same_as ADD CONSTRAINT attempt_is_another CHECK (attempt_id <> other_id);
ALTER TABLE position_condition ADD CONSTRAINT list_is_bounded CHECK (ordinal BETWEEN 1 AND 200);

ALTER TABLE claim
  ADD CONSTRAINT has_exactly_one_subject CHECK (num_nonnulls(event_id, attempt_id, response_id, position_id, conflict_id) = 1),
  ADD CONSTRAINT value_fits_the_field CHECK (CASE field
    WHEN 'OCCURRENCE' THEN num_nonnulls(value_actor_id, value_place_id, value_event_id, value_role, value_relation, value_date, value_textual, value_text) = 0
    WHEN 'DATE' THEN value_date IS NOT NULL AND num_nonnulls(value_actor_id, value_place_id, value_event_id, value_role, value_relation, value_textual) = 0
    WHEN 'PLACE' THEN num_nonnulls(value_place_id, value_textual) = 1 AND num_nonnulls(value_actor_id, value_event_id, value_role, value_relation, value_date) = 0
    WHEN 'PARTICIPANT' THEN num_nonnulls(value_actor_id, value_role) = 2 AND num_nonnulls(value_place_id, value_event_id, value_relation, value_date, value_textual) = 0
    WHEN 'INITIATOR' THEN num_nonnulls(value_actor_id, value_textual) = 1 AND num_nonnulls(value_place_id, value_event_id, value_role, value_relation, value_date) = 0
    WHEN 'MEDIATOR' THEN num_nonnulls(value_actor_id, value_textual) = 1 AND num_nonnulls(value_place_id, value_event_id, value_role, value_relation, value_date) = 0
    WHEN 'ORIGINATOR' THEN num_nonnulls(value_actor_id, value_textual) = 1 AND num_nonnulls(value_place_id, value_event_id, value_role, value_relation, value_date) = 0
    WHEN 'RELATION' THEN num_nonnulls(value_event_id, value_relation) = 2 AND num_nonnulls(value_actor_id, value_place_id, value_role, value_date, value_textual) = 0
    ELSE value_textual IS NOT NULL AND num_nonnulls(value_actor_id, value_place_id, value_event_id, value_role, value_relation, value_date) = 0 END),
  ADD CONSTRAINT value_has_its_text CHECK ((field = 'OCCURRENCE') = (value_text IS NULL)),
  ADD CONSTRAINT value_is_one_of_its_vocabulary CHECK (CASE field
    WHEN 'RESPONSE' THEN value_textual = ANY (enum_range(NULL::party_answer)::text[])
    WHEN 'OUTCOME' THEN value_textual = ANY (enum_range(NULL::mediation_outcome)::text[])
    WHEN 'STANCE' THEN value_textual = ANY (enum_range(NULL::stance)::text[])
    WHEN 'COUNT' THEN value_textual ~ '^[1-9][0-9]{0,8}~?$'
    ELSE true END),
  ADD CONSTRAINT field_fits_the_subject CHECK (CASE field
    WHEN 'RESPONSE' THEN response_id IS NOT NULL
    WHEN 'STANCE' THEN position_id IS NOT NULL
    WHEN 'OUTCOME' THEN attempt_id IS NOT NULL
    WHEN 'ORIGINATOR' THEN attempt_id IS NOT NULL
    WHEN 'RELATION' THEN event_id IS NOT NULL
    WHEN 'COUNT' THEN event_id IS NOT NULL
    WHEN 'INITIATOR' THEN num_nonnulls(event_id, attempt_id) = 1
    WHEN 'PARTICIPANT' THEN num_nonnulls(event_id, attempt_id) = 1
    WHEN 'MEDIATOR' THEN num_nonnulls(event_id, attempt_id) = 1
    ELSE true END),
  ADD CONSTRAINT value_date_is_a_date CHECK (is_date(value_date)),
  ADD CONSTRAINT passage_is_short CHECK (char_length(passage_exact) BETWEEN 1 AND 300 AND char_length(passage_prefix) <= 100 AND char_length(passage_suffix) <= 100),
  ADD CONSTRAINT passage_has_both_offsets_and_their_unit CHECK (num_nonnulls(passage_start, passage_end, passage_unit) IN (0, 3)),
  ADD CONSTRAINT passage_offsets_are_in_order CHECK (0 <= passage_start AND passage_start < passage_end),
  ADD CONSTRAINT passage_fits_its_offsets CHECK (passage_unit <> 'CODE_POINT' OR passage_exact IS NULL OR passage_end - passage_start = char_length(passage_exact)),
  ADD CONSTRAINT context_needs_a_passage CHECK (passage_exact IS NOT NULL OR num_nonnulls(passage_prefix, passage_suffix) = 0),
  ADD CONSTRAINT retraction_has_a_reason CHECK ((status = 'RETRACTED') = (retraction_reason IS NOT NULL)),
  ADD CONSTRAINT supersedes_another CHECK (supersedes_id <> id),
  ADD CONSTRAINT root_speaker_needs_a_chain CHECK (depth > 0 OR root_speaker_id IS NULL),
  ADD CONSTRAINT dataset_is_named CHECK ((origin = 'DATASET') = (dataset_id IS NOT NULL));

ALTER TABLE attribution
  ADD CONSTRAINT chain_is_bounded CHECK (position BETWEEN 1 AND 50),
  ADD CONSTRAINT voice_is_one_of_speaker_and_text CHECK (num_nonnulls(speaker_id, speaker_text) = 1),
  ADD CONSTRAINT inferred_hearer_is_named CHECK (hearer_id IS NOT NULL OR NOT hearer_inferred),
  ADD CONSTRAINT said_is_a_date CHECK (is_date(said));

ALTER TABLE disagreement
  ADD CONSTRAINT has_exactly_one_subject CHECK (num_nonnulls(event_id, attempt_id, response_id, position_id, conflict_id) = 1);
ALTER TABLE disagreement_side
  ADD CONSTRAINT value_date_is_a_date CHECK (is_date(value_date)),
  ADD CONSTRAINT side_has_claims CHECK (claim_count > 0);

-- ---------------------------------------------------------------- indexes that Prisma cannot say
CREATE INDEX actor_name_folded ON actor_name USING gin (fold(text) gin_trgm_ops);
CREATE INDEX place_name_folded ON place USING gin (fold(name) gin_trgm_ops);
CREATE INDEX event_contested ON event (date_desc, id) WHERE contested;
CREATE INDEX event_contested_created ON event (created_at, id) WHERE contested;
CREATE INDEX mediation_attempt_contested ON mediation_attempt (date_desc, id) WHERE contested;
CREATE INDEX position_contested ON position (date_desc, id) WHERE contested;

-- ---------------------------------------------------------------- what spans rows
-- Seen from the end of the transaction: the voices of a claim are numbered 1…n, n is its depth, and the last is its root speaker.
CREATE FUNCTION check_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  key text := CASE TG_TABLE_NAME WHEN 'claim' THEN 'id' ELSE 'claim_id' END;
  checked uuid;
  recorded record;
  voices record;
BEGIN
  -- A voice may have moved from one claim to another: both are looked at.
  FOR checked IN SELECT DISTINCT (touched ->> key)::uuid FROM unnest(ARRAY[to_jsonb(OLD), to_jsonb(NEW)]) AS touched WHERE touched IS NOT NULL LOOP
    SELECT depth, root_speaker_id INTO recorded FROM claim WHERE id = checked;
    CONTINUE WHEN NOT FOUND;
    SELECT count(*) AS n, coalesce(max(position), 0) AS last, (array_agg(speaker_id ORDER BY position DESC))[1] AS root
      INTO voices FROM attribution WHERE claim_id = checked;
    IF voices.n <> voices.last OR voices.n <> recorded.depth THEN
      RAISE EXCEPTION 'The voices of claim % must be numbered 1 to its depth %; there are %, the last numbered %.',
        checked, recorded.depth, voices.n, voices.last USING ERRCODE = 'check_violation', CONSTRAINT = 'chain_is_numbered';
    END IF;
    IF voices.root IS DISTINCT FROM recorded.root_speaker_id THEN
      RAISE EXCEPTION 'The root speaker of claim % must be the last voice of its chain.', checked
        USING ERRCODE = 'check_violation', CONSTRAINT = 'root_speaker_is_the_last_voice';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER chain_is_numbered AFTER INSERT OR UPDATE OR DELETE ON attribution
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_chain();
CREATE CONSTRAINT TRIGGER chain_is_numbered AFTER INSERT OR UPDATE OF depth, root_speaker_id ON claim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_chain();

-- A claim takes back only what the same root speaker said before.
CREATE FUNCTION check_supersedes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  checked record;
BEGIN
  SELECT id, root_speaker_id, supersedes_id INTO checked FROM claim WHERE id = NEW.id;
  -- Seen from both ends: as the claim that takes back, and as the one that is taken back.
  IF (checked.supersedes_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM claim earlier WHERE earlier.id = checked.supersedes_id AND earlier.root_speaker_id = checked.root_speaker_id))
    OR EXISTS (
      SELECT 1 FROM claim later WHERE later.supersedes_id = checked.id AND later.root_speaker_id IS DISTINCT FROM checked.root_speaker_id) THEN
    RAISE EXCEPTION 'Claim % can supersede, and be superseded by, only a claim of the same root speaker.', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'supersedes_the_same_speaker';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER supersedes_the_same_speaker AFTER INSERT ON claim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.supersedes_id IS NOT NULL) EXECUTE FUNCTION check_supersedes();
CREATE CONSTRAINT TRIGGER superseded_by_the_same_speaker AFTER UPDATE OF supersedes_id, root_speaker_id ON claim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_supersedes();

-- No row may be above itself in a hierarchy, such as an actor that is a member of its own member.
-- Right after a load, without statistics, the planner would hash the whole table for each row that is checked.
CREATE FUNCTION check_hierarchy() RETURNS trigger LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  looped boolean;
BEGIN
  EXECUTE format('WITH RECURSIVE above AS (SELECT %2$I AS id FROM %1$I WHERE id = $1 UNION
    SELECT t.%2$I FROM %1$I t JOIN above a ON t.id = a.id) SELECT EXISTS (SELECT 1 FROM above WHERE id = $1)',
    TG_TABLE_NAME, TG_ARGV[0]) INTO looped USING NEW.id;
  IF looped THEN
    RAISE EXCEPTION 'The % of % % must not lead back to it.', TG_ARGV[0], TG_TABLE_NAME, NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hierarchy_has_no_loop';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER member_of_has_no_loop AFTER INSERT OR UPDATE OF member_of_id ON actor
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.member_of_id IS NOT NULL) EXECUTE FUNCTION check_hierarchy('member_of_id');
CREATE CONSTRAINT TRIGGER part_of_has_no_loop AFTER INSERT OR UPDATE OF part_of_id ON place
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.part_of_id IS NOT NULL) EXECUTE FUNCTION check_hierarchy('part_of_id');
CREATE CONSTRAINT TRIGGER broader_has_no_loop AFTER INSERT OR UPDATE OF broader_id ON issue
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.broader_id IS NOT NULL) EXECUTE FUNCTION check_hierarchy('broader_id');
CREATE CONSTRAINT TRIGGER embedding_has_no_loop AFTER INSERT OR UPDATE OF embedded_in_id ON source
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.embedded_in_id IS NOT NULL) EXECUTE FUNCTION check_hierarchy('embedded_in_id');
CREATE CONSTRAINT TRIGGER reporting_has_no_loop AFTER INSERT OR UPDATE OF reports_on_id ON source
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.reports_on_id IS NOT NULL) EXECUTE FUNCTION check_hierarchy('reports_on_id');
CREATE CONSTRAINT TRIGGER copying_has_no_loop AFTER INSERT OR UPDATE OF republishes_id ON source
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.republishes_id IS NOT NULL) EXECUTE FUNCTION check_hierarchy('republishes_id');
CREATE CONSTRAINT TRIGGER succession_has_no_loop AFTER INSERT OR UPDATE OF supersedes_id ON claim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.supersedes_id IS NOT NULL) EXECUTE FUNCTION check_hierarchy('supersedes_id');

-- Offices are held by persons.
CREATE FUNCTION check_tenure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM actor WHERE id = NEW.holder_id AND kind = 'PERSON') THEN
    RAISE EXCEPTION 'Tenure % must be held by an actor of kind PERSON.', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'office_is_held_by_a_person';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER office_is_held_by_a_person AFTER INSERT OR UPDATE OF holder_id ON tenure
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_tenure();

CREATE FUNCTION check_holder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM tenure t JOIN actor a ON a.id = t.holder_id WHERE a.id = NEW.id AND a.kind <> 'PERSON') THEN
    RAISE EXCEPTION 'Actor % holds an office and must be of kind PERSON.', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'office_is_held_by_a_person';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER holder_stays_a_person AFTER UPDATE OF kind ON actor
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.kind = 'PERSON' AND NEW.kind <> 'PERSON') EXECUTE FUNCTION check_holder();

-- Keeps later_begins: where the next position of the same holder on the same issue begins. Written by no one else.
CREATE FUNCTION keep_later_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE position p SET later_begins = found.later
  FROM (
    SELECT a.id, (
      SELECT to_timestamp(min(b.date_asc)) AT TIME ZONE 'UTC' FROM position b
      WHERE b.holder_id = a.holder_id AND b.issue_id = a.issue_id AND b.date_asc > a.date_asc
        AND b.held IS NOT NULL AND b.retracted_at IS NULL) AS later
    FROM position a
    WHERE (a.holder_id, a.issue_id) IN (SELECT holder_id, issue_id FROM changed) AND a.held IS NOT NULL
  ) found
  WHERE p.id = found.id AND p.later_begins IS DISTINCT FROM found.later;
  RETURN NULL;
END $$;
CREATE TRIGGER later_begins_on_insert AFTER INSERT ON position REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_later_begins();
CREATE TRIGGER later_begins_on_delete AFTER DELETE ON position REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_later_begins();
CREATE TRIGGER later_begins_on_update_new AFTER UPDATE ON position REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION keep_later_begins();
CREATE TRIGGER later_begins_on_update_old AFTER UPDATE ON position REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION keep_later_begins();
