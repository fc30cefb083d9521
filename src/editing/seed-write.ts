import { recordActors } from '../actors/actor.service.ts';
import { recordOffices, recordTenures } from '../actors/office.service.ts';
import { recordClaims } from '../claims/claim.service.ts';
import { recordConflicts } from '../conflicts/conflict.service.ts';
import { recordIssues } from '../conflicts/issue.service.ts';
import { recordEvents } from '../events/event.service.ts';
import type { Tx } from '../kernel/db.ts';
import { recordAttempts } from '../mediation/mediation-attempt.service.ts';
import { recordPlaces } from '../places/place.service.ts';
import { recordPositions } from '../positions/position.service.ts';
import { recordSources } from '../sources/source.service.ts';
import type { SeedItem } from './seed-folder.ts';
import { SeedInputs } from './seed-input.ts';
import type { RefKind } from './seed-reference.ts';
import type { ResolvedSeed } from './seed-resolve.ts';
import type { SeedList } from './seed-shape.ts';

/** How many entries of a list were put on record, and how many were there already. Claims are counted one by one. */
export interface SeedCount {
  added: number;
  kept: number;
}

export type SeedReport = Record<SeedList, SeedCount>;

/** Told of each list when it is written. */
export type OnProgress = (list: SeedList, count: SeedCount) => void;

/** Puts on record what a seed adds to it, each list after those that it refers to. */
export async function writeSeed(
  tx: Tx,
  resolved: ResolvedSeed,
  onProgress?: OnProgress,
): Promise<SeedReport> {
  const { seed, names, tenures, claims } = resolved;
  const inputs = new SeedInputs(resolved);
  const report = async (list: SeedList, kept: number, written: Promise<string[]>): Promise<SeedCount> => {
    const count = { added: (await written).length, kept };
    onProgress?.(list, count);
    return count;
  };
  const write = <T extends { slug: string }, I>(
    list: SeedList,
    kind: RefKind,
    record: (tx: Tx, inputs: readonly I[]) => Promise<string[]>,
    toInput: (value: T) => I,
    items: readonly SeedItem<T>[],
  ) => {
    const added = items.filter(({ value }) => names.isNew(kind, value.slug));
    return report(
      list,
      items.length - added.length,
      record(
        tx,
        added.map(({ value }) => toInput(value)),
      ),
    );
  };
  return {
    actors: await write('actors', 'actor', recordActors, (value) => inputs.actor(value), seed.actors),
    offices: await write('offices', 'office', recordOffices, (value) => inputs.office(value), seed.offices),
    tenures: await report(
      'tenures',
      seed.tenures.length - tenures.added.length,
      recordTenures(tx, tenures.added),
    ),
    places: await write('places', 'place', recordPlaces, (value) => inputs.place(value), seed.places),
    issues: await write('issues', 'issue', recordIssues, (value) => inputs.issue(value), seed.issues),
    conflicts: await write(
      'conflicts',
      'conflict',
      recordConflicts,
      (value) => inputs.conflict(value),
      seed.conflicts,
    ),
    events: await write('events', 'event', recordEvents, (value) => inputs.event(value), seed.events),
    sources: await write('sources', 'source', recordSources, (value) => inputs.source(value), seed.sources),
    attempts: await write(
      'attempts',
      'attempt',
      recordAttempts,
      (value) => inputs.attempt(value),
      seed.attempts,
    ),
    positions: await write(
      'positions',
      'position',
      recordPositions,
      (value) => inputs.position(value),
      seed.positions,
    ),
    claims: await report(
      'claims',
      claims.kept,
      recordClaims(
        tx,
        claims.added.map((claim) => inputs.claim(claim)),
      ),
    ),
  };
}
