import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import { type ClaimedRecords, groupSubjects, type SubjectRow } from './claimed-records.ts';
import type { RefKind } from './draft-reference.ts';
import { type VersionedType, versionedTables } from './form.ts';

/** The table that holds what a slug names. */
const tables: Readonly<Record<RefKind, Sql>> = {
  actor: sql`actor`,
  office: sql`office`,
  place: sql`place`,
  issue: sql`issue`,
  conflict: sql`conflict`,
  source: sql`source`,
  event: sql`event`,
  attempt: sql`mediation_attempt`,
  position: sql`position`,
};

/** Actors under their slugs, and under those of the actors that were merged into them. */
const namedActors = sql`(SELECT id, slug FROM actor UNION ALL SELECT survivor_id, slug FROM actor_redirect)`;

/** The slugs of actors under their ids, and under those of the actors that were merged into them. */
const livingActors = sql`(SELECT id, slug FROM actor UNION ALL SELECT r.id, a.slug FROM actor_redirect r JOIN actor a ON a.id = r.survivor_id)`;

/** Waits until no other draft is being loaded, and keeps others waiting until the transaction ends, however long it takes. */
export async function lockSeeding(tx: Tx): Promise<void> {
  await tx.$executeRaw(sql`SET LOCAL statement_timeout = 0`);
  await tx.$executeRaw(
    sql`${comment('one draft at a time')} SELECT pg_advisory_xact_lock(hashtext('demarche seed'))`,
  );
}

/** What the record holds under slugs, for an actor that was merged its survivor. */
export async function findSlugs(
  tx: Tx,
  wanted: Partial<Readonly<Record<RefKind, readonly string[]>>>,
): Promise<{ kind: RefKind; id: string; slug: string }[]> {
  const found = (Object.entries(wanted) as [RefKind, readonly string[]][]).flatMap(([kind, slugs]) =>
    slugs.length === 0
      ? []
      : sql`(SELECT ${kind}::text AS kind, id, slug FROM ${kind === 'actor' ? namedActors : tables[kind]} named WHERE slug = ANY (${[...slugs]}::text[]) LIMIT ${slugs.length})`,
  );
  return found.length === 0
    ? []
    : tx.$queryRaw(sql`${comment('slugs on record')} ${join(found, ' UNION ALL ')}`);
}

export interface TakenSlug {
  slug: string;
  /** The actor that it leads to since a merge. */
  survivor: string | null;
  retracted: boolean;
}

/** What has slugs of one kind on record. */
export async function findTaken(tx: Tx, kind: RefKind, slugs: readonly string[]): Promise<TakenSlug[]> {
  if (slugs.length === 0) return [];
  const retracted =
    kind === 'event' || kind === 'attempt' || kind === 'position'
      ? sql`retracted_at IS NOT NULL`
      : sql`false`;
  const merged =
    kind === 'actor'
      ? sql` UNION ALL SELECT r.slug, a.slug, false FROM actor_redirect r JOIN actor a ON a.id = r.survivor_id`
      : sql``;
  return tx.$queryRaw(
    sql`${comment(`what has slugs of ${kind}s`)} SELECT slug, survivor, retracted FROM (SELECT slug, NULL AS survivor, ${retracted} AS retracted FROM ${tables[kind]}${merged}) taken WHERE slug = ANY (${[...slugs]}::text[]) LIMIT ${slugs.length}`,
  );
}

/** Slugs on record that are spelt most like the one given, the most alike first. */
export async function findAlike(tx: Tx, kind: RefKind, slug: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ slug: string }[]>(
    sql`${comment(`${kind}s with a slug alike`)} SELECT slug FROM ${tables[kind]} ORDER BY similarity(slug, ${slug}) DESC LIMIT 5`,
  );
  return rows.map((row) => row.slug);
}

export async function findPersons(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>(
    sql`${comment('persons among actors')} SELECT id FROM actor WHERE kind = 'PERSON' AND id = ANY (${[...ids]}::uuid[])`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Keeps others from giving these actors offices until the transaction ends: a tenure is told from others by its start. */
export async function lockHolders(tx: Tx, slugs: readonly string[]): Promise<void> {
  if (slugs.length === 0) return;
  await tx.$queryRaw(
    sql`${comment('lock holders')} SELECT id FROM actor WHERE slug = ANY (${[...slugs]}::text[]) ORDER BY id LIMIT ${slugs.length} FOR NO KEY UPDATE`,
  );
}

export interface RecordedTenure {
  id: string;
  holder: string;
  office: string;
  started: HistoricalDate | null;
  ended: HistoricalDate | null;
}

/** The tenures on record of the actors with these slugs, holder and office by slug. */
export async function findTenures(tx: Tx, holders: readonly string[]): Promise<RecordedTenure[]> {
  if (holders.length === 0) return [];
  return tx.$queryRaw(sql`${comment('tenures on record')}
    SELECT t.id, h.slug AS holder, o.slug AS office, t.started, t.ended
    FROM tenure t JOIN ${namedActors} h ON h.id = t.holder_id JOIN office o ON o.id = t.office_id
    WHERE h.slug = ANY (${[...holders]}::text[]) ORDER BY t.id`);
}

export interface RecordedResponse {
  id: string;
  attempt: string;
  party: string;
}

export async function findResponses(tx: Tx, attempts: readonly string[]): Promise<RecordedResponse[]> {
  if (attempts.length === 0) return [];
  return tx.$queryRaw(sql`${comment('responses on record')}
    SELECT r.id, a.slug AS attempt, p.slug AS party
    FROM party_response r JOIN mediation_attempt a ON a.id = r.attempt_id JOIN ${namedActors} p ON p.id = r.party_id
    WHERE a.slug = ANY (${[...attempts]}::text[])`);
}

export interface RecordedClaim {
  id: string;
  source: string;
  key: string;
  rootSpeakerId: string | null;
}

/** The claims on record with these keys of these sources. */
export async function findClaims(
  tx: Tx,
  claims: readonly { source: string; key: string }[],
): Promise<RecordedClaim[]> {
  return tx.$queryRaw(sql`${comment('drafted claims on record')}
    SELECT c.id, s.slug AS source, c.key, c.root_speaker_id AS "rootSpeakerId"
    FROM unnest(${claims.map(({ source }) => source)}::text[], ${claims.map(({ key }) => key)}::text[]) AS wanted (source, key)
    JOIN source s ON s.slug = wanted.source JOIN claim c ON c.source_id = s.id AND c.key = wanted.key`);
}

/** When sources on record were published. */
export async function findPublished(
  tx: Tx,
  slugs: readonly string[],
): Promise<{ slug: string; published: HistoricalDate | null }[]> {
  return tx.$queryRaw(
    sql`${comment('when sources were published')} SELECT slug, published FROM source WHERE slug = ANY (${[...slugs]}::text[]) LIMIT ${slugs.length}`,
  );
}

/** The claims on record with these ids. */
export async function findClaimsById(
  tx: Tx,
  ids: readonly string[],
): Promise<{ id: string; rootSpeakerId: string | null }[]> {
  return tx.$queryRaw(
    sql`${comment('claims by id')} SELECT id, root_speaker_id AS "rootSpeakerId" FROM claim WHERE id = ANY (${[...ids]}::uuid[]) LIMIT ${ids.length}`,
  );
}

/** The slugs of what the record holds under ids of one kind. */
export async function findSlugsById(
  tx: Tx,
  kind: RefKind,
  ids: readonly string[],
): Promise<{ id: string; slug: string }[]> {
  return tx.$queryRaw(
    sql`${comment(`slugs of ${kind}s`)} SELECT id, slug FROM ${kind === 'actor' ? livingActors : tables[kind]} named WHERE id = ANY (${[...ids]}::uuid[]) LIMIT ${ids.length}`,
  );
}

/** Who wrote a record: an editor, or a dataset; null for what has no such origin. */
export async function findOrigin(tx: Tx, type: VersionedType, id: string): Promise<string | null> {
  if (type !== 'Event' && type !== 'MediationAttempt' && type !== 'Position' && type !== 'Claim') return null;
  const [row] = await tx.$queryRaw<{ origin: string }[]>(
    sql`${comment(`origin of ${type}`)} SELECT origin::text FROM ${raw(versionedTables[type])} WHERE id = ${id}::uuid LIMIT 1`,
  );
  return row?.origin ?? null;
}

/** The version of a record, or null where there is no such record. */
export async function findVersion(tx: Tx, type: VersionedType, id: string): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ version: number }[]>(
    sql`${comment(`version of ${type}`)} SELECT version FROM ${raw(versionedTables[type])} WHERE id = ${id}::uuid LIMIT 1`,
  );
  return row?.version ?? null;
}

export interface RecordedCode {
  scheme: string;
  value: string;
  slug: string;
  validFrom: string | null;
  validTo: string | null;
}

/** Who on record has these codes. */
export async function findCodes(
  tx: Tx,
  kind: 'actor' | 'place',
  codes: readonly { scheme: string; value: string }[],
): Promise<RecordedCode[]> {
  return tx.$queryRaw(sql`${comment(`codes of ${kind}s on record`)}
    SELECT i.scheme::text, i.value, o.slug, i.valid_from::text AS "validFrom", i.valid_to::text AS "validTo"
    FROM unnest(${codes.map(({ scheme }) => scheme)}::identifier_scheme[], ${codes.map(({ value }) => value)}::text[]) AS wanted (scheme, value)
    JOIN identifier i ON i.scheme = wanted.scheme AND i.value = wanted.value
    JOIN ${tables[kind]} o ON o.id = ${raw(kind === 'actor' ? 'i.actor_id' : 'i.place_id')}`);
}

/** The records that claims are about; a response belongs to its attempt. */
export async function findSubjects(tx: Tx, claimIds: readonly string[]): Promise<ClaimedRecords> {
  const rows = await tx.$queryRaw<SubjectRow[]>(
    sql`${comment('subjects of claims')}
    SELECT DISTINCT c.event_id AS event, coalesce(c.attempt_id, r.attempt_id) AS attempt,
      c.position_id AS position, c.conflict_id AS conflict
    FROM claim c LEFT JOIN party_response r ON r.id = c.response_id WHERE c.id = ANY (${[...claimIds]}::uuid[])`,
  );
  return groupSubjects(rows);
}
