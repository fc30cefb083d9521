import { recordActors } from '../actors/actor.service.ts';
import { recordOffices, recordTenures } from '../actors/office.service.ts';
import { recordClaims } from '../claims/claim.service.ts';
import { refreshDerived } from '../claims/derive.service.ts';
import { keepTies } from '../claims/ties.service.ts';
import { recordConflicts } from '../conflicts/conflict.service.ts';
import { recordIssues } from '../conflicts/issue.service.ts';
import { recordEvents } from '../events/event.service.ts';
import type { Tx } from '../kernel/db.ts';
import { recordAttempts } from '../mediation/mediation-attempt.service.ts';
import { recordPlaces } from '../places/place.service.ts';
import { recordPositions } from '../positions/position.service.ts';
import { recordSources } from '../sources/source.service.ts';
import { findSubjects } from './draft.store.ts';
import type { DraftItem } from './draft.ts';
import { DraftInputs } from './draft-input.ts';
import type { RefKind } from './draft-reference.ts';
import type { ResolvedDraft } from './draft-resolve.ts';
import type { DraftList } from './draft-shape.ts';
import type { Journal } from './journal.service.ts';
import { kinds } from './kinds.ts';

/** How many entries of a list were put on record, and how many were there already. Claims are counted one by one. */
export interface DraftCount {
  added: number;
  kept: number;
}

export type DraftReport = Record<DraftList, DraftCount>;

/** Told of each list when it is written. */
export type OnProgress = (list: DraftList, count: DraftCount) => void;

/** Puts on record what a draft adds to it, each list after those that it refers to, and derives what follows. */
export async function writeDraft(
  tx: Tx,
  resolved: ResolvedDraft,
  journal: Journal,
  onProgress?: OnProgress,
): Promise<DraftReport> {
  const { draft, names, tenures, claims } = resolved;
  const inputs = new DraftInputs(resolved);
  const report = async (list: DraftList, kept: number, written: Promise<string[]>): Promise<DraftCount> => {
    const ids = await written;
    journal.created(kinds[list].type, ids);
    const count = { added: ids.length, kept };
    onProgress?.(list, count);
    return count;
  };
  const write = <T extends { slug: string }, I>(
    list: DraftList,
    kind: RefKind,
    record: (tx: Tx, inputs: readonly I[]) => Promise<string[]>,
    toInput: (value: T) => I,
    items: readonly DraftItem<T>[],
  ) => {
    const added = items.filter(({ value }) => names.isNew(kind, value.slug));
    const given = added.map(({ value }) => toInput(value));
    return report(list, items.length - added.length, record(tx, given));
  };
  await watchOthers(resolved, journal);
  const written: DraftReport = {
    actors: await write('actors', 'actor', recordActors, (value) => inputs.actor(value), draft.actors),
    offices: await write('offices', 'office', recordOffices, (value) => inputs.office(value), draft.offices),
    tenures: await report(
      'tenures',
      draft.tenures.length - tenures.added.length,
      recordTenures(tx, tenures.added),
    ),
    places: await write('places', 'place', recordPlaces, (value) => inputs.place(value), draft.places),
    issues: await write('issues', 'issue', recordIssues, (value) => inputs.issue(value), draft.issues),
    conflicts: await write(
      'conflicts',
      'conflict',
      recordConflicts,
      (value) => inputs.conflict(value),
      draft.conflicts,
    ),
    events: await write('events', 'event', recordEvents, (value) => inputs.event(value), draft.events),
    sources: await write('sources', 'source', recordSources, (value) => inputs.source(value), draft.sources),
    attempts: await write(
      'attempts',
      'attempt',
      recordAttempts,
      (value) => inputs.attempt(value),
      draft.attempts,
    ),
    positions: await write(
      'positions',
      'position',
      recordPositions,
      (value) => inputs.position(value),
      draft.positions,
    ),
    claims: await report(
      'claims',
      claims.kept.length,
      recordClaims(
        tx,
        claims.added.map((claim) => inputs.claim(claim)),
      ),
    ),
  };
  await deriveWhatFollows(tx, resolved, journal);
  return written;
}

/** Watches what is on record and changes with the draft: events and attempts that are related to new ones, and claims that are taken back. */
async function watchOthers({ draft, names, claims }: ResolvedDraft, journal: Journal): Promise<void> {
  const related = draft.events
    .filter(({ value }) => names.isNew('event', value.slug))
    .flatMap(({ value }) => (value.relations ?? []).map(({ event }) => event))
    .filter(({ slug }) => !names.isNew('event', slug));
  const alike = draft.attempts
    .filter(({ value }) => names.isNew('attempt', value.slug))
    .flatMap(({ value }) => value.possiblySameAs ?? [])
    .filter(({ slug }) => !names.isNew('attempt', slug));
  const added = new Set(claims.added.map(({ id }) => id));
  const takenBack = claims.added.flatMap((claim) => claims.takenBackBy(claim) ?? []);
  await journal.watch(
    'Event',
    related.map((ref) => names.id(ref)),
  );
  await journal.watch(
    'MediationAttempt',
    alike.map((ref) => names.id(ref)),
  );
  await journal.watch(
    'Claim',
    takenBack.filter((id) => !added.has(id)),
  );
}

/** Derives anew what claims say together, of every record that is new or that a new claim is about or takes a claim from. */
async function deriveWhatFollows(
  tx: Tx,
  { draft, names, claims }: ResolvedDraft,
  journal: Journal,
): Promise<void> {
  const superseded = claims.added.flatMap((claim) => claims.takenBackBy(claim) ?? []);
  const claimed = await findSubjects(tx, [...claims.added.map(({ id }) => id), ...superseded]);
  const related = draft.events
    .filter(({ value }) => names.isNew('event', value.slug))
    .flatMap(({ value }) => (value.relations ?? []).map(({ event }) => names.id(event)));
  // A seed writes for long before it derives, and keeps nobody from changing ties until then.
  await keepTies(tx);
  const derived = await refreshDerived(tx, {
    events: [...names.addedIds('event'), ...related, ...claimed.events],
    attempts: [...names.addedIds('attempt'), ...claimed.attempts],
    positions: [...names.addedIds('position'), ...claimed.positions],
    conflicts: [...names.addedIds('conflict'), ...claimed.conflicts],
  });
  journal.derived(derived);
}
