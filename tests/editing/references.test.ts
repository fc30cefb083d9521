import { describe, expect, test } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { testDatabase } from '../setup/database.ts';
import { base, claimWith, eventWith, expectRefusal, refusal, saying, seedOf, voiced } from './folder.ts';

const db = await testDatabase();

const refusalOf = (text: string) => refusal(db, { 'base.yaml': base, 'more.yaml': text });

describe('a reference that leads nowhere or does not fit', () => {
  test.each([
    [
      'an actor',
      eventWith('\n    participants: [{ actor: bordland, role: HOST }]'),
      'more.yaml:3: participants.0.actor: no actor has the slug "bordland" here or in the record (did you mean "borland"?)',
    ],
    [
      'an issue that is spelt like none',
      eventWith('issues: [fishery]'),
      'more.yaml:2: issues.0: no issue has the slug "fishery" here or in the record',
    ],
    [
      'a claimed value',
      saying('event: meeting, field: INITIATOR, value: avra'),
      'more.yaml:2: says.0.value: no actor has the slug "avra" here or in the record (did you mean "arva"?)',
    ],
    [
      'an attempt behind a response',
      saying('response: offers/borland, field: OCCURRENCE'),
      'more.yaml:2: says.0.response: no attempt has the slug "offers" here or in the record (did you mean "offer"?)',
    ],
    [
      'a party that has no response',
      saying('response: offer/arva, field: OCCURRENCE'),
      'more.yaml:2: says.0.response: the attempt offer has no response of arva here or in the record',
    ],
    [
      'an office that the actor does not hold',
      voiced('speaker: borland, act: ASSERT, speakingAs: [arva-minister]'),
      /^more.yaml:2: chain.0.speakingAs.0: borland has no tenure of arva-minister here or in the record/,
    ],
    [
      'a holder that is no person',
      'tenures:\n  - { holder: arva, office: arva-minister }\n',
      'more.yaml:2: holder: arva is no actor of kind PERSON; only persons hold offices',
    ],
    [
      'a claim that is superseded',
      claimWith('says: [{ event: meeting, field: OCCURRENCE }], supersedes: paper#j'),
      'more.yaml:2: supersedes: there is no claim "paper#j" here or in the record (did you mean "paper#k"?)',
    ],
    [
      'a claim of nobody',
      `${claimWith('says: [{ event: meeting, field: OCCURRENCE }], supersedes: paper#a')}  - { key: a, source: paper, directness: NARRATOR, says: [{ event: meeting, field: OCCURRENCE }] }\n`,
      /^more.yaml:2: supersedes: "paper#a" is by another root speaker/,
    ],
    [
      'a claim of another speaker',
      `${claimWith('says: [{ event: meeting, field: OCCURRENCE }], chain: [{ speaker: arva, act: ASSERT }], supersedes: paper#a')}  - { key: a, source: paper, directness: NARRATOR, chain: [{ speaker: borland, act: ASSERT }], says: [{ event: meeting, field: OCCURRENCE }] }\n`,
      /^more.yaml:2: supersedes: "paper#a" is by another root speaker/,
    ],
  ])('%s', (_, text, expected) => expectRefusal(db, text, expected));
});

describe('a folder that contradicts itself', () => {
  test.each([
    [
      'one slug twice',
      'actors:\n  - { slug: arva, name: Arva, kind: STATE }\n',
      /^more.yaml:2: slug: "arva" is given twice; it is also at .*base.yaml:2$/,
    ],
    [
      'one tenure twice',
      'tenures:\n  - { holder: ana-arva, office: arva-minister, started: 2020, ended: 2021 }\n',
      /^more.yaml:2: holder: "ana-arva as arva-minister from 2020" is given twice/,
    ],
    [
      'one key twice',
      `${saying('event: meeting, field: OCCURRENCE')}  - { key: k, source: paper, directness: NARRATOR, says: [{ event: meeting, field: LABEL, value: x }] }\n`,
      /^more.yaml:3: key: "paper#k" is given twice/,
    ],
    [
      'a key that another claim is given',
      `${claimWith('says: [{ event: meeting, field: OCCURRENCE }, { event: meeting, field: LABEL, value: x }]')}  - { key: k.2, source: paper, directness: NARRATOR, says: [{ event: meeting, field: OCCURRENCE }] }\n`,
      /^more.yaml:3: key: "paper#k.2" is given twice/,
    ],
    [
      'one code for two actors',
      'actors:\n  - { slug: x, name: X, kind: STATE, identifiers: [{ scheme: COW, value: XX }] }\n  - { slug: y, name: Y, kind: STATE, identifiers: [{ scheme: COW, value: XX }] }\n',
      /^more.yaml:3: identifiers.0: COW "XX" is given to x for the same time/,
    ],
    [
      'an actor above itself',
      'actors:\n  - { slug: x, name: X, kind: NGO, memberOf: z }\n  - { slug: y, name: Y, kind: NGO, memberOf: x }\n  - { slug: z, name: Z, kind: NGO, memberOf: y }\n',
      'more.yaml:2: memberOf: "x" leads back to itself: x → z → y → x',
    ],
    [
      'a source embedded in itself',
      'sources:\n  - { slug: x, kind: OTHER, title: X, embeddedIn: x }\n',
      'more.yaml:2: embeddedIn: "x" leads back to itself: x → x',
    ],
    [
      'a claim that supersedes itself',
      claimWith(
        'says: [{ event: meeting, field: OCCURRENCE }], chain: [{ speaker: arva, act: ASSERT }], supersedes: paper#k',
      ),
      'more.yaml:2: supersedes: "paper#k" leads back to itself: paper#k → paper#k',
    ],
    [
      'an event before and after another',
      eventWith('relations: [{ type: BEFORE, event: meeting }, { type: AFTER, event: meeting }]'),
      'more.yaml:2: relations.1.event: more is AFTER and BEFORE of meeting; give one',
    ],
    [
      'an event related to itself',
      eventWith('relations: [{ type: DURING, event: more }]'),
      'more.yaml:2: relations.0.event: an event cannot be related to itself',
    ],
  ])('%s', (_, text, expected) => expectRefusal(db, text, expected));
});

describe('more than one fault', () => {
  test('each has its line, and ten are told', async () => {
    const lines = await refusalOf(
      `actors:\n${Array.from({ length: 13 }, () => '  - { slug: X, name: X, kind: STATE }\n').join('')}`,
    );
    expect(lines.map((line) => line.split(':')[1])).toEqual([
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '10',
      '11',
      undefined,
    ]);
    expect(lines.at(-1)).toBe('… and 3 more');
  });

  test('nothing of a refused folder is on record', async () => {
    await refusalOf(`actors:\n  - { slug: never, name: X, kind: STATE }\n${eventWith('issues: [fishery]')}`);
    expect(await db.prisma.actor.count({ where: { slug: 'never' } })).toBe(0);
  });
});

test('a code that somebody on record has is refused with the name of who has it', async () => {
  const one = await seedOf({
    'a.yaml':
      'actors:\n  - { slug: coded, name: X, kind: STATE, identifiers: [{ scheme: COW, value: AA, validFrom: 2000-01-01 }] }\n',
  });
  await seedFolder(db, one);
  expect(
    await refusal(db, {
      'b.yaml':
        'actors:\n  - { slug: rival, name: Y, kind: STATE, identifiers: [{ scheme: COW, value: AA }] }\n',
    }),
  ).toEqual([
    'b.yaml:2: identifiers.0: COW "AA" is the code of coded on record; a code names one actor at a time',
  ]);
  const before = await seedOf({
    'b.yaml':
      'actors:\n  - { slug: earlier, name: Y, kind: STATE, identifiers: [{ scheme: COW, value: AA, validTo: 1999-12-31 }] }\n',
  });
  await expect(seedFolder(db, before)).resolves.toMatchObject({ actors: { added: 1 } });
});
