import { beforeEach, describe, expect, test } from 'vitest';
import { type ActorInput, recordActors } from '../../src/actors/actor.service.ts';
import { recordClaims } from '../../src/claims/claim.service.ts';
import { refreshDerived } from '../../src/claims/derive.service.ts';
import { mergeActors } from '../../src/editing/merge.service.ts';
import { newId } from '../../src/kernel/ids.ts';
import { type Name, recordScene, say } from '../claims/record.ts';
import { testDatabase } from '../setup/database.ts';
import { dump, merge, merged } from './merging.ts';

const db = await testDatabase();
let id: Record<Name, string>;

beforeEach(async () => {
  await db.owner.query(
    'TRUNCATE actor, place, issue, conflict, event, mediation_attempt, position, source, claim CASCADE',
  );
  id = await recordScene(db);
});

async function actor(input: Partial<ActorInput> & { slug: string }): Promise<string> {
  const actorId = newId();
  await db.prisma.$transaction((tx) =>
    recordActors(tx, [{ id: actorId, name: input.slug, kind: 'STATE', ...input }]),
  );
  return actorId;
}

/** The problems of a merge that is refused and leaves all as it was. */
async function problems(mergedId: string, survivorId: string) {
  const before = await dump(db);
  const result = await merge(db, mergedId, survivorId);
  expect(await dump(db)).toEqual(before);
  if (result.kind === 'merged') throw new Error('It was merged.');
  return result.problems;
}

describe('a merge is refused', () => {
  test('of an actor into itself', async () => {
    expect(await problems(id.dar, id.dar)).toEqual([
      {
        path: ['mergedId'],
        code: 'SAME_ACTOR',
        message: 'Both name one actor, perhaps since they were merged already; name two.',
      },
    ]);
  });

  test('of actors that are not there, each told of', async () => {
    expect(await problems(newId(), newId())).toMatchObject([
      { path: ['mergedId'], code: 'ACTOR_NOT_FOUND' },
      { path: ['survivorId'], code: 'ACTOR_NOT_FOUND' },
    ]);
  });

  test('of an actor that was merged before, and into one, naming the survivor', async () => {
    await merged(db, await actor({ slug: 'islamabad' }), id.pakistan);
    const { rows } = await db.pool.query<{ id: string }>('SELECT id FROM actor_redirect');
    const gone = rows[0]?.id ?? '';
    expect(await problems(gone, id['united-states'])).toEqual([
      {
        path: ['mergedId'],
        code: 'ACTOR_MERGED',
        message: 'The actor was merged into pakistan already; name pakistan in its place.',
      },
    ]);
    expect(await problems(id['united-states'], gone)).toMatchObject([
      { path: ['survivorId'], code: 'ACTOR_MERGED' },
    ]);
  });

  test('of a person and something else, in both directions', async () => {
    expect(await problems(id.dar, id.gunmen)).toMatchObject([{ path: [], code: 'KINDS_DIFFER' }]);
    expect(await problems(id.gunmen, id.dar)).toMatchObject([{ code: 'KINDS_DIFFER' }]);
  });

  test('where both answered an attempt, and not the same', async () => {
    const other = await actor({ slug: 'pakistan-again' });
    await db.pool.query(
      `INSERT INTO party_response (id, attempt_id, position, party_id, answer, conditions) VALUES ($1, $2, 2, $3, 'REJECTED', '{}')`,
      [newId(), id.offer, other],
    );
    const [only, ...more] = await problems(other, id.pakistan);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ code: 'ANSWERS_DIFFER' });
    expect(only?.message).toContain(
      'the attempt offer, where pakistan has the answer ACCEPTED and pakistan-again REJECTED',
    );
  });

  test('where one is a member of the other through a third', async () => {
    const ministry = await actor({ slug: 'ministry', memberOfId: id.pakistan });
    const office = await actor({ slug: 'office', memberOfId: ministry });
    expect(await problems(id.pakistan, office)).toMatchObject([
      { code: 'MEMBERSHIP_LOOP', message: expect.stringContaining('through ministry') },
    ]);
  });

  test('where a scheme of states gives them two codes for the same time, and only then', async () => {
    const coded = (slug: string, ...identifiers: NonNullable<ActorInput['identifiers']>) =>
      actor({ slug, identifiers });
    const east = await coded('east', { scheme: 'COW', value: '265', validTo: '1990-10-02' });
    const west = await coded('west', { scheme: 'COW', value: '260', validTo: '1990-10-02' });
    const whole = await coded(
      'whole',
      { scheme: 'COW', value: '255', validFrom: '1990-10-03' },
      { scheme: 'CAMEO', value: 'DEU' },
    );
    const coder = await coded('coder', { scheme: 'CAMEO', value: 'DEUGOV' });
    expect(await problems(east, west)).toMatchObject([
      { code: 'CODES_CLASH', message: expect.stringContaining('west is COW "260" and east "265"') },
    ]);
    await merged(db, east, whole);
    await merged(db, coder, whole);
  });

  test('where the survivor would have more than 200 names or identifiers', async () => {
    const many = (slug: string, count: number) =>
      actor({
        slug,
        names: Array.from({ length: count - 1 }, (_, n) => ({
          text: `${slug} ${n}`,
          kind: 'ALIAS' as const,
        })),
        identifiers: Array.from({ length: count }, (_, n) => ({
          scheme: 'ACLED' as const,
          value: `${slug} ${n}`,
        })),
      });
    const [one, other, third] = [await many('one', 120), await many('other', 80), await many('third', 1)];
    await merged(db, other, one);
    expect(await problems(third, one)).toMatchObject([
      { code: 'TOO_MANY_NAMES', message: expect.stringContaining('201 names') },
      { code: 'TOO_MANY_IDENTIFIERS', message: expect.stringContaining('201 identifiers') },
    ]);
  });

  test('for all that stands in the way at once', async () => {
    const person = await actor({
      slug: 'person',
      kind: 'PERSON',
      identifiers: [{ scheme: 'COW', value: '1' }],
    });
    const state = await actor({ slug: 'state', identifiers: [{ scheme: 'COW', value: '2' }] });
    const attack = { kind: 'event', id: id.attack } as const;
    await say(
      db,
      { events: [id.attack] },
      { subject: attack, sourceId: id.page, field: 'PARTICIPANT', value: { actorId: person, role: 'HOST' } },
      {
        ...{ subject: attack, sourceId: id.wire, field: 'PARTICIPANT', polarity: 'DENIES' },
        value: { actorId: state, role: 'HOST' },
      },
    );
    const codes = (await problems(person, state)).map(({ code }) => code);
    expect(codes).toEqual(['KINDS_DIFFER', 'CODES_CLASH', 'NEW_DISAGREEMENT']);
  });
});

describe('a disagreement that was not there', () => {
  const attack = () => ({ kind: 'event', id: id.attack }) as const;

  test('refuses the merge: what was said of the one and denied of the other', async () => {
    await say(
      db,
      { events: [id.attack] },
      { subject: attack(), sourceId: id.page, field: 'INITIATOR', value: { actorId: id.dar } },
      {
        ...{ subject: attack(), sourceId: id.wire, field: 'INITIATOR', polarity: 'DENIES' },
        value: { actorId: id.rubio },
      },
    );
    expect(await problems(id.dar, id.rubio)).toEqual([
      {
        path: [],
        code: 'NEW_DISAGREEMENT',
        message:
          'The claims on INITIATOR of the event attack would disagree (AFFIRMED_AND_DENIED) once dar is rubio, and do not now.',
      },
    ]);
  });

  test('refuses the merge where a record names neither: a member would no longer belong to its state', async () => {
    const ministry = await actor({ slug: 'ministry', memberOfId: id.pakistan });
    const minister = await actor({ slug: 'minister', kind: 'PERSON', memberOfId: ministry });
    const bureau = await actor({ slug: 'bureau', memberOfId: id['united-states'] });
    await say(
      db,
      { events: [id.attack] },
      { subject: attack(), sourceId: id.page, field: 'INITIATOR', value: { actorId: minister } },
      { subject: attack(), sourceId: id.wire, field: 'INITIATOR', value: { actorId: id.pakistan } },
    );
    expect(await problems(ministry, bureau)).toMatchObject([
      { code: 'NEW_DISAGREEMENT', message: expect.stringContaining('VALUES_DIFFER') },
    ]);
  });

  test('is none that was there before, under the name of the merged one', async () => {
    const again = await actor({ slug: 'dar-again', kind: 'PERSON', memberOfId: id.pakistan });
    await say(
      db,
      { events: [id.attack] },
      { subject: attack(), sourceId: id.page, field: 'INITIATOR', value: { actorId: again } },
      {
        ...{ subject: attack(), sourceId: id.wire, field: 'INITIATOR', polarity: 'DENIES' },
        value: { actorId: again },
      },
    );
    const { refreshed } = await merged(db, again, id.dar);
    expect(refreshed.events).toEqual([id.attack]);
    const { rows } = await db.pool.query('SELECT about FROM disagreement');
    expect(rows).toEqual([{ about: id.dar }]);
    const sides = await db.pool.query('SELECT DISTINCT value_actor_id, value_text FROM disagreement_side');
    expect(sides.rows).toEqual([{ value_actor_id: id.dar, value_text: 'dar' }]);
  });
});

test('a transaction goes on after a merge that was refused in it', async () => {
  const again = await actor({ slug: 'dar-again', kind: 'PERSON' });
  const result = await db.prisma.$transaction(async (tx) => {
    const first = await mergeActors(tx, { mergedId: id.dar, survivorId: id.gunmen });
    const [claimId] = await recordClaims(tx, [
      {
        ...{ sourceId: id.page, subject: { kind: 'event', id: id.attack }, field: 'INITIATOR', chain: [] },
        ...{ value: { actorId: again }, directness: 'NARRATOR' },
      },
    ]);
    await refreshDerived(tx, { events: [id.attack] });
    const second = await mergeActors(tx, { mergedId: again, survivorId: id.dar });
    return { first, second, claimId };
  });
  expect(result.first.kind).toBe('refused');
  expect(result.second.kind).toBe('merged');
  const { rows } = await db.pool.query('SELECT value_actor_id, value_text FROM claim WHERE id = $1', [
    result.claimId,
  ]);
  expect(rows).toEqual([{ value_actor_id: id.dar, value_text: 'dar' }]);
});

test('of two merges at once into each other one is made, and the other is told the survivor', async () => {
  const again = await actor({ slug: 'dar-again', kind: 'PERSON' });
  for (let round = 0; round < 3; round += 1) {
    const [one, other] = [await actor({ slug: `one-${round}` }), await actor({ slug: `other-${round}` })];
    const results = await Promise.all([merge(db, one, other), merge(db, other, one)]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['merged', 'refused']);
    const refused = results.find((each) => each.kind === 'refused');
    expect(refused).toMatchObject({
      problems: [{ code: 'ACTOR_MERGED', message: expect.stringMatching(/merged into (one|other)-\d/) }],
    });
  }
  // Where one is merged into another that is being merged itself, the second is made in any case.
  const [, second] = await Promise.all([merge(db, again, id.dar), merge(db, id.dar, id.rubio)]);
  expect(second.kind).toBe('merged');
});
