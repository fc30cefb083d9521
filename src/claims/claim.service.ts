import sql from 'sql-template-tag';
import type {
  ClaimField,
  ClaimStatus,
  Directness,
  OffsetUnit,
  Polarity,
  SpeechAct,
} from '../generated/prisma/enums.ts';
import { dateColumn } from '../kernel/date-column.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { Tx } from '../kernel/db.ts';
import { InputError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { insertAll } from '../kernel/insert-all.ts';
import { parentsFirst } from '../kernel/order.ts';
import { comment } from '../kernel/page.ts';
import { findRootSpeakers, findSlugs, insertChains, type StoredVoice } from './claim.store.ts';
import type { ClaimedValue } from './claim.ts';
import { type ClaimSubject, type Slugs, subjectColumns, valueText } from './claim-value.ts';

/** One voice of a chain: exactly one of `speakerId` and `speakerText` is given. */
export interface VoiceInput {
  speakerId?: string | null;
  speakerText?: string | null;
  act: SpeechAct;
  verb?: string | null;
  hearerId?: string | null;
  hearerInferred?: boolean;
  inferred?: boolean;
  said?: HistoricalDate | null;
  /** The holdings of office in which the speaker speaks. */
  tenureIds?: readonly string[];
}

export interface PassageInput {
  /** At most 300 characters, as they stand in the source. */
  exact?: string | null;
  prefix?: string | null;
  suffix?: string | null;
  /** Where it stands, the end exclusive; the three go together. */
  offsets?: { start: number; end: number; unit: OffsetUnit } | null;
}

export interface ClaimInput {
  /** Made where it is left out. */
  id?: string;
  sourceId: string;
  key?: string | null;
  subject: ClaimSubject;
  field: ClaimField;
  /** By reference; empty where the field is OCCURRENCE. */
  value: Partial<ClaimedValue>;
  polarity?: Polarity;
  directness: Directness;
  passage?: PassageInput | null;
  /** From the first voice that the source reports to the one whose words they are. */
  chain: readonly VoiceInput[];
  /** Why it was withdrawn; left out where it stands. */
  retractionReason?: string | null;
  /** An earlier claim of the same root speaker, on record or among those recorded together. */
  supersedesId?: string | null;
}

type Claim = ClaimInput & { id: string };

/**
 * Puts curated claims on record with their chains, and gives their ids. An active claim that one of them takes
 * back becomes SUPERSEDED; a claim that is withdrawn from the start takes nothing back. What follows from claims
 * (disagreements, counts of sources) is derived by the caller, once for all that it changed.
 * @throws InputError when a claim supersedes one of another root speaker.
 */
export async function recordClaims(tx: Tx, inputs: readonly ClaimInput[]): Promise<string[]> {
  const claims: Claim[] = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  await checkSuccession(tx, claims);
  const takenBack = new Set(
    claims.flatMap(({ supersedesId, retractionReason }) =>
      supersedesId && !retractionReason ? [supersedesId] : [],
    ),
  );
  const slugs = await findSlugs(
    tx,
    claims.map(({ value }) => value),
  );
  const ordered = parentsFirst(
    claims,
    ({ id }) => id,
    ({ supersedesId }) => [supersedesId],
  );
  await insertAll(
    ordered.map((claim) => claimRow(claim, statusOf(claim, takenBack), slugs)),
    (data) => tx.claim.createMany({ data }),
  );
  await insertChains(tx, claims.flatMap(voicesOf));
  await tx.$executeRaw(sql`${comment('supersede claims')}
    UPDATE claim SET status = 'SUPERSEDED'
    WHERE id = ANY (${[...takenBack]}::uuid[]) AND status = 'ACTIVE'`);
  return claims.map(({ id }) => id);
}

async function checkSuccession(tx: Tx, claims: readonly Claim[]): Promise<void> {
  const speakers = new Map(claims.map(({ id, chain }) => [id, chain.at(-1)?.speakerId ?? null]));
  const earlier = claims.flatMap(({ supersedesId }) =>
    supersedesId && !speakers.has(supersedesId) ? [supersedesId] : [],
  );
  const onRecord = await findRootSpeakers(tx, earlier);
  for (const { id, key, supersedesId } of claims) {
    if (!supersedesId) continue;
    const speaker = speakers.get(id);
    if (!speaker || speaker !== (speakers.get(supersedesId) ?? onRecord.get(supersedesId)))
      throw new InputError(
        `The claim ${key ?? id} supersedes one of another root speaker; a claim takes back only what the same actor said before.`,
      );
  }
}

function statusOf(claim: Claim, takenBack: ReadonlySet<string>): ClaimStatus {
  if (claim.retractionReason) return 'RETRACTED';
  return takenBack.has(claim.id) ? 'SUPERSEDED' : 'ACTIVE';
}

function claimRow(claim: Claim, status: ClaimStatus, slugs: Slugs) {
  const { value, passage, chain } = claim;
  return {
    id: claim.id,
    sourceId: claim.sourceId,
    key: claim.key,
    [subjectColumns[claim.subject.kind]]: claim.subject.id,
    field: claim.field,
    valueActorId: value.actorId,
    valuePlaceId: value.placeId,
    valueEventId: value.eventId,
    valueRole: value.role,
    valueRelation: value.relation,
    valueDate: dateColumn(value.date),
    valueTextual: value.textual,
    valueText: valueText(value, slugs),
    polarity: claim.polarity,
    directness: claim.directness,
    passageExact: passage?.exact,
    passagePrefix: passage?.prefix,
    passageSuffix: passage?.suffix,
    passageStart: passage?.offsets?.start,
    passageEnd: passage?.offsets?.end,
    passageUnit: passage?.offsets?.unit,
    depth: chain.length,
    rootSpeakerId: chain.at(-1)?.speakerId,
    status,
    retractionReason: claim.retractionReason,
    supersedesId: claim.supersedesId,
  };
}

function voicesOf({ id, chain }: Claim): StoredVoice[] {
  return chain.map(({ said, tenureIds = [], ...voice }, index) => ({
    row: { ...voice, claimId: id, position: index + 1, said: dateColumn(said) },
    tenureIds,
  }));
}
