import type { TenureInput } from '../actors/office.service.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { findPersons, findTenures, lockHolders } from './draft.store.ts';
import type { Draft } from './draft.ts';
import type { Names } from './draft-names.ts';
import type { Ref } from './draft-reference.ts';
import type { Entry, Path, Problems } from './problem.ts';

interface Held {
  id: string;
  started: HistoricalDate | null;
  ended: HistoricalDate | null;
}

/** Who holds which office: the tenures on record and those that the folder adds. */
export class Tenures {
  /** Those that the folder adds, ready to be recorded. */
  readonly added: TenureInput[] = [];
  readonly #held = new Map<string, Held[]>();
  readonly #kept = new Map<unknown, readonly string[]>();

  static async find(tx: Tx, draft: Draft, names: Names, problems: Problems) {
    const tenures = new Tenures();
    await lockHolders(
      tx,
      draft.tenures.map(({ value }) => value.holder.slug),
    );
    for (const { holder, office, ...held } of await findTenures(tx, names.slugs('actor')))
      tenures.#add(holder, office, held);
    await refuseOtherHolders(tx, draft, names, problems);
    for (const { value } of draft.tenures) {
      const { holder, office, started = null, ended = null } = value;
      const same = tenures
        .#of(holder.slug, office.slug)
        .filter((held) => (held.started?.edtf ?? null) === (started?.edtf ?? null))
        .map(({ id }) => id);
      if (same.length > 0) {
        tenures.#kept.set(value, same);
        continue;
      }
      const id = newId();
      tenures.#add(holder.slug, office.slug, { id, started, ended });
      tenures.added.push({ id, holderId: names.id(holder), officeId: names.id(office), started, ended });
    }
    return tenures;
  }

  /** Whether a tenure of the draft is on record already, by its holder, office and start, under another id than this. */
  isKept(tenure: object, id?: string): boolean {
    const same = this.#kept.get(tenure);
    return same !== undefined && !same.some((each) => each === id);
  }

  /**
   * The tenures in which an actor speaks. Of several in one office, the one at the time of speaking counts, the
   * last where that leaves several. An office that the actor has no tenure of goes to `problems`.
   */
  speakingAs(
    actor: Ref<'actor'>,
    offices: readonly Ref<'office'>[] | undefined,
    at: HistoricalDate | null | undefined,
  ): string[] {
    return (offices ?? []).flatMap((office) => {
      const all = this.#of(actor.slug, office.slug);
      const then = at ? all.filter((held) => mayHoldAt(held, at)) : all;
      const begins = ({ started }: Held) => started?.earliest ?? '';
      const [last] = (then.length > 0 ? then : all).toSorted((a, b) => (begins(a) < begins(b) ? 1 : -1));
      return last ? [last.id] : [];
    });
  }

  /** Refuses an office that the actor has no tenure of, and warns of one that the actor holds at another time. */
  check(
    entry: Entry,
    path: Path,
    actor: Ref<'actor'> | undefined,
    offices: readonly Ref<'office'>[] | undefined,
    at: HistoricalDate | null | undefined,
    problems: Problems,
  ): void {
    for (const [index, office] of (offices ?? []).entries()) {
      if (!actor) continue;
      const held = this.#of(actor.slug, office.slug);
      const where = [...path, 'speakingAs', index];
      // A document and a seed have a list of tenures; what stands by itself has none.
      const how = entry.path.length > 0 ? 'add it to tenures' : 'put it on record with createTenure';
      if (held.length === 0)
        problems.add(
          entry,
          where,
          `${actor.slug} has no tenure of ${office.slug} here or in the record; ${how}, or leave the office out`,
          'UNKNOWN_REFERENCE',
        );
      else if (at && !held.some((each) => mayHoldAt(each, at)))
        problems.warn(
          entry,
          where,
          `${actor.slug} holds no office ${office.slug} on ${at.edtf}, as far as the record knows`,
          'OUTSIDE_TENURE',
        );
    }
  }

  #of(holder: string, office: string): readonly Held[] {
    return this.#held.get(`${holder} ${office}`) ?? [];
  }

  #add(holder: string, office: string, held: Held): void {
    this.#held.set(`${holder} ${office}`, [...this.#of(holder, office), held]);
  }
}

function mayHoldAt({ started, ended }: Held, at: HistoricalDate): boolean {
  const startsAfter = started?.earliest && at.latest && started.earliest > at.latest;
  const endsBefore = ended?.latest && at.earliest && ended.latest < at.earliest;
  return !startsAfter && !endsBefore;
}

async function refuseOtherHolders(tx: Tx, draft: Draft, names: Names, problems: Problems): Promise<void> {
  const persons = new Set(
    draft.actors.filter(({ value }) => value.kind === 'PERSON').map(({ value }) => value.slug),
  );
  const others = draft.tenures.filter(({ value: { holder } }) => !names.isNew('actor', holder.slug));
  const onRecord = await findPersons(
    tx,
    others.map(({ value }) => names.id(value.holder)),
  );
  for (const {
    entry,
    value: { holder },
  } of draft.tenures) {
    const isPerson = names.isNew('actor', holder.slug)
      ? persons.has(holder.slug)
      : onRecord.has(names.id(holder));
    if (!isPerson)
      problems.add(entry, ['holder'], `${holder.slug} is no actor of kind PERSON; only persons hold offices`);
  }
}
