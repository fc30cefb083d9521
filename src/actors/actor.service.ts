import type { ActorKind, ActorNameKind } from '../generated/prisma/enums.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { insertAll } from '../kernel/insert-all.ts';
import { parentsFirst } from '../kernel/order.ts';
import { type IdentifierInput, identifierRows } from './identifier.ts';

export interface ActorInput {
  /** Made where it is left out. */
  id?: string;
  slug: string;
  name: string;
  kind: ActorKind;
  memberOfId?: string | null;
  /** Names beside the canonical one, which is added by itself. */
  names?: readonly { text: string; kind: Exclude<ActorNameKind, 'CANONICAL'>; language?: string | null }[];
  identifiers?: readonly IdentifierInput[];
}

type Actor = ActorInput & { id: string };

/** Puts actors on record, in any order among themselves, and gives their ids in the order of the input. */
export async function recordActors(tx: Tx, inputs: readonly ActorInput[]): Promise<string[]> {
  const actors = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  const ordered = parentsFirst(
    actors,
    ({ id }) => id,
    ({ memberOfId }) => [memberOfId],
  );
  await insertAll(
    ordered.map(({ id, slug, name, kind, memberOfId }) => ({ id, slug, name, kind, memberOfId })),
    (data) => tx.actor.createMany({ data }),
  );
  await insertNames(tx, actors);
  await insertIdentifiers(tx, actors);
  return actors.map(({ id }) => id);
}

/** Gives an actor on record these values; of its lists, those that are named in `given` are replaced. */
export async function updateActor(tx: Tx, actor: Actor, given: ReadonlySet<string>): Promise<void> {
  const { id, name, kind, memberOfId } = actor;
  await tx.actor.update({ where: { id }, data: { name, kind, memberOfId: memberOfId ?? null } });
  if (given.has('name') || given.has('names')) {
    await tx.actorName.deleteMany({ where: { actorId: id } });
    await insertNames(tx, [actor]);
  }
  if (given.has('identifiers')) {
    await tx.identifier.deleteMany({ where: { actorId: id } });
    await insertIdentifiers(tx, [actor]);
  }
}

/** The canonical name is the first of the names. */
async function insertNames(tx: Tx, actors: readonly Actor[]): Promise<void> {
  await insertAll(
    actors.flatMap(({ id, name, names = [] }) =>
      [{ text: name, kind: 'CANONICAL' as const, language: 'en' }, ...names].map(
        ({ text, kind, language }, index) => ({ actorId: id, position: index + 1, text, kind, language }),
      ),
    ),
    (data) => tx.actorName.createMany({ data }),
  );
}

async function insertIdentifiers(tx: Tx, actors: readonly Actor[]): Promise<void> {
  await insertAll(
    actors.flatMap(({ id, identifiers }) => identifierRows({ actorId: id }, identifiers)),
    (data) => tx.identifier.createMany({ data }),
  );
}
