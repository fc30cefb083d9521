import { describe, expect, test } from 'vitest';
import { encodeId } from '../../src/kernel/ids.ts';
import { testDatabase } from '../setup/database.ts';
import { execute, type Nodes } from '../setup/execute.ts';
import { id, recordSmall } from './small-record.ts';

const db = await testDatabase();
await recordSmall(db);

interface Slug {
  slug: string;
}

interface Count {
  totalCount: number;
}

/** The slugs that a list gives, sorted, after checking that its count agrees. */
async function slugs(call: string): Promise<string[]> {
  const { data, errors } = await execute<{ list: Count & Nodes<Slug> }>(
    db,
    `{ list: ${call} { totalCount nodes { slug } } }`,
  );
  expect(errors).toEqual([]);
  const found = data.list.nodes.map(({ slug }) => slug);
  expect(data.list.totalCount).toBe(found.length);
  return found.sort();
}

const curated = ['call', 'meeting', 'speech', 'strike', 'visit'];

describe('events', () => {
  const cases: [string, string, string[]][] = [
    ['without a filter, the curated ones that stand', '', curated],
    ['an empty filter is as none', '(filter: {})', curated],
    [
      'null is as if absent',
      '(filter: { types: null, participants: null, conflict: null, date: null, text: null, contested: null, origins: null, dataset: null, coding: null, issues: null, place: null })',
      curated,
    ],
    ['types are any of', '(filter: { types: [CALL, VISIT] })', ['call', 'visit']],
    ['fields of a filter are all of', '(filter: { types: [CALL, VISIT], conflict: "elsewhere" })', ['visit']],
    ['one participant', '(filter: { participants: [{ actor: "avaria" }] })', ['meeting', 'speech', 'strike']],
    [
      'two participants give their common events only',
      '(filter: { participants: [{ actor: "avaria" }, { actor: "borland" }] })',
      ['meeting', 'strike'],
    ],
    [
      'each participant in its roles',
      '(filter: { participants: [{ actor: "avaria", roles: [VICTIM] }, { actor: "borland", roles: [PERPETRATOR] }] })',
      ['strike'],
    ],
    [
      'roles of a participant are any of',
      '(filter: { participants: [{ actor: "avaria", roles: [VICTIM, SPEAKER] }] })',
      ['speech', 'strike'],
    ],
    [
      'a role of one participant is not met by another',
      '(filter: { participants: [{ actor: "avaria", roles: [RECIPIENT] }] })',
      [],
    ],
    [
      'the same actor twice needs both roles',
      '(filter: { participants: [{ actor: "avaria", roles: [INITIATOR] }, { actor: "avaria", roles: [SPEAKER] }] })',
      [],
    ],
    [
      'members at any depth',
      '(filter: { participants: [{ actor: "avaria", includeMembers: true }] })',
      ['call', 'meeting', 'speech', 'strike'],
    ],
    [
      'members of one and the other',
      '(filter: { participants: [{ actor: "avaria", includeMembers: true }, { actor: "borland", includeMembers: true }] })',
      ['call', 'meeting', 'strike'],
    ],
    [
      'a member does not stand for its state',
      '(filter: { participants: [{ actor: "ana", includeMembers: true }] })',
      ['call'],
    ],
    [
      'members in a role',
      '(filter: { participants: [{ actor: "avaria", roles: [INITIATOR], includeMembers: true }] })',
      ['call', 'meeting'],
    ],
    ['conflict', '(filter: { conflict: "elsewhere" })', ['visit']],
    ['issues are any of', '(filter: { issues: ["trade", "water"] })', ['meeting', 'visit']],
    [
      'a place and what it holds, at any depth',
      '(filter: { place: "region" })',
      ['meeting', 'speech', 'strike'],
    ],
    ['a place and not what holds it', '(filter: { place: "province" })', ['meeting', 'speech']],
    ['possible dates', '(filter: { date: { within: "2025-05-10" } })', ['meeting', 'speech']],
    ['definite dates', '(filter: { date: { within: "2025-05-10", match: DEFINITE } })', ['meeting']],
    [
      'a day holds the minutes of it',
      '(filter: { date: { within: "2025-05-11", match: DEFINITE } })',
      ['call'],
    ],
    [
      'before and after together',
      '(filter: { date: { after: "2025-05-09", before: "2025-05-11", match: DEFINITE } })',
      ['meeting'],
    ],
    ['origin DATASET', '(filter: { origins: [DATASET] })', ['imported-1', 'imported-2', 'imported-3']],
    [
      'both origins',
      '(filter: { origins: [CURATED, DATASET] })',
      [...curated, 'imported-1', 'imported-2', 'imported-3'].sort(),
    ],
    [
      'a dataset gives its records without origins',
      '(filter: { dataset: "wirecodes" })',
      ['imported-1', 'imported-2'],
    ],
    [
      'a dataset and an origin that it cannot have',
      '(filter: { dataset: "wirecodes", origins: [CURATED] })',
      [],
    ],
    [
      'a code prefix',
      '(filter: { origins: [DATASET], coding: { scheme: GDELT, codePrefix: "19" } })',
      ['imported-1'],
    ],
    [
      'a code prefix of one scheme only',
      '(filter: { origins: [DATASET], coding: { scheme: CAMEO_1_1B3, codePrefix: "19" } })',
      [],
    ],
    [
      'a code prefix is no pattern',
      '(filter: { origins: [DATASET], coding: { scheme: GDELT, codePrefix: "1_" } })',
      ['imported-2'],
    ],
    [
      'a coding of a curated event',
      '(filter: { coding: { scheme: DEMARCHE, codePrefix: "MEET" } })',
      ['meeting'],
    ],
    ['words are stemmed, case and accents aside', '(filter: { text: "CAFE meeting" })', ['meeting']],
    ['words of title and summary together', '(filter: { text: "speech war" })', ['speech']],
    ['a phrase', '(filter: { text: "\\"round of talks\\"" })', ['meeting']],
    ['a phrase in another order', '(filter: { text: "\\"talks round\\"" })', []],
    ['either word', '(filter: { text: "strike or visit" })', ['strike', 'visit']],
    ['one word and not another', '(filter: { text: "call -speech" })', ['call']],
    ['contested ones', '(filter: { contested: true })', ['meeting']],
    ['uncontested ones', '(filter: { contested: false })', ['call', 'speech', 'strike', 'visit']],
    ['retracted ones too', '(filter: { includeRetracted: true })', [...curated, 'withdrawn'].sort()],
    [
      'retracted ones among those that match',
      '(filter: { includeRetracted: true, types: [CALL] })',
      ['call', 'withdrawn'],
    ],
  ];
  test.each(cases)('%s', async (_, args, expected) => {
    expect(await slugs(`events${args}`)).toEqual(expected);
  });

  test('below an actor, a place and a conflict take the same filter', async () => {
    const { data, errors } = await execute(
      db,
      `{ actor(id: "avaria") { events { nodes { slug } } strikes: events(filter: { types: [ATTACK] }) { nodes { slug } } common: events(filter: { participants: [{ actor: "borland" }] }) { totalCount } }
         place(id: "region") { events { totalCount } } town: place(id: "town") { events { nodes { slug } } }
         conflict(id: "avaria-borland") { events(filter: { includeRetracted: true }) { totalCount } events2: events(filter: { place: "town" }) { nodes { slug } } } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      actor: {
        events: { nodes: [{ slug: 'meeting' }, { slug: 'speech' }, { slug: 'strike' }] },
        strikes: { nodes: [{ slug: 'strike' }] },
        common: { totalCount: 2 },
      },
      place: { events: { totalCount: 3 } },
      town: { events: { nodes: [{ slug: 'meeting' }] } },
      conflict: { events: { totalCount: 5 }, events2: { nodes: [{ slug: 'meeting' }] } },
    });
  });

  test('come by date, newest first, and one without a date last in either direction', async () => {
    const inOrder = async (orderBy: string) => {
      const { data } = await execute<{ events: Nodes<Slug> }>(db, `{ events${orderBy} { nodes { slug } } }`);
      return data.events.nodes.map(({ slug }) => slug);
    };
    expect(await inOrder('')).toEqual(['call', 'meeting', 'speech', 'visit', 'strike']);
    expect(await inOrder('(orderBy: { direction: ASC })')).toEqual([
      'visit',
      'speech',
      'meeting',
      'call',
      'strike',
    ]);
    expect(await inOrder('(orderBy: null)')).toEqual(await inOrder('(orderBy: {})'));
  });

  test('that are retracted stay readable by id and by slug', async () => {
    const { data } = await execute(
      db,
      `{ event(id: "withdrawn") { retraction { reason } } node(id: "${encodeId('Event', id('withdrawn'))}") { ... on Event { slug } } }`,
    );
    expect(data).toEqual({
      event: { retraction: { reason: 'It did not happen.' } },
      node: { slug: 'withdrawn' },
    });
  });
});

describe('mediation attempts', () => {
  const all = ['accepted', 'denied', 'quiet', 'talks-on', 'talks-over'];
  const cases: [string, string, string[]][] = [
    ['without a filter', '', all],
    [
      'every mediator must match',
      '(filter: { mediators: [{ actor: "cordia" }, { actor: "envoy" }] })',
      ['accepted'],
    ],
    ['one mediator', '(filter: { mediators: [{ actor: "cordia" }] })', ['accepted', 'denied', 'talks-on']],
    [
      'a mediator with members',
      '(filter: { mediators: [{ actor: "borland", includeMembers: true }] })',
      ['accepted', 'talks-over'],
    ],
    [
      'every party must match',
      '(filter: { parties: [{ actor: "borland" }, { actor: "avaria" }] })',
      ['accepted'],
    ],
    [
      'parties with members at depth two',
      '(filter: { parties: [{ actor: "borland" }, { actor: "avaria", includeMembers: true }] })',
      ['accepted', 'denied'],
    ],
    ['conflict', '(filter: { conflict: "elsewhere" })', ['talks-on', 'talks-over']],
    ['issues', '(filter: { issues: ["border", "water"] })', ['denied']],
    ['kinds', '(filter: { kinds: [GOOD_OFFICES, MEDIATION] })', ['accepted', 'denied']],
    ['strategies', '(filter: { strategies: [PROCEDURAL] })', ['denied']],
    [
      'an answer of a party',
      '(filter: { answer: { party: "borland", answers: [REJECTED, DEFERRED] } })',
      ['denied'],
    ],
    [
      'an answer of that party and not of another',
      '(filter: { answer: { party: "borland", answers: [ACCEPTED] } })',
      ['accepted'],
    ],
    ['dates', '(filter: { date: { within: "2025-05", match: DEFINITE } })', ['denied']],
    ['an outcome', '(filter: { outcomes: [OFFERED_ONLY] })', ['denied']],
    ['talks whose end is past are unsuccessful', '(filter: { outcomes: [UNSUCCESSFUL] })', ['talks-over']],
    ['talks without an end are ongoing', '(filter: { outcomes: [ONGOING] })', ['talks-on']],
    [
      'outcomes are any of',
      '(filter: { outcomes: [ONGOING, UNSUCCESSFUL, OFFERED_ONLY] })',
      ['denied', 'talks-on', 'talks-over'],
    ],
    ['words', '(filter: { text: "offer" })', ['accepted', 'denied']],
    ['contested', '(filter: { contested: true })', []],
  ];
  test.each(cases)('%s', async (_, args, expected) => {
    expect(await slugs(`mediationAttempts${args}`)).toEqual(expected);
  });

  const outcomeOfTalks = async () => {
    const { data } = await execute<{ mediationAttempt: { outcome: string } }>(
      db,
      '{ mediationAttempt(id: "talks-on") { outcome } }',
    );
    return data.mediationAttempt.outcome;
  };

  test('become unsuccessful when their end passes, without a word being written', async () => {
    await db.pool.query(
      "UPDATE mediation_attempt SET outcome = 'ONGOING', ongoing_until = now() - interval '1 hour' WHERE slug = 'talks-on'",
    );
    expect(await slugs('mediationAttempts(filter: { outcomes: [UNSUCCESSFUL] })')).toEqual([
      'talks-on',
      'talks-over',
    ]);
    expect(await slugs('mediationAttempts(filter: { outcomes: [ONGOING] })')).toEqual([]);
    expect(await outcomeOfTalks()).toBe('UNSUCCESSFUL');
    await db.pool.query(
      "UPDATE mediation_attempt SET ongoing_until = now() + interval '1 hour' WHERE slug = 'talks-on'",
    );
    expect(await slugs('mediationAttempts(filter: { outcomes: [ONGOING, UNSUCCESSFUL] })')).toEqual([
      'talks-on',
      'talks-over',
    ]);
    expect(await outcomeOfTalks()).toBe('ONGOING');
  });

  test('of an actor are those in which it mediates and those in which it is a party', async () => {
    const { data } = await execute<{
      actor: { mediationAttempts: Count };
      borland: { mediationAttempts: Nodes<Slug> };
    }>(
      db,
      '{ actor(id: "envoy") { mediationAttempts { totalCount } } borland: actor(id: "borland") { mediationAttempts { nodes { slug } } } }',
    );
    expect(data.actor.mediationAttempts.totalCount).toBe(2);
    expect(data.borland.mediationAttempts.nodes.map(({ slug }) => slug).sort()).toEqual([
      'accepted',
      'denied',
    ]);
  });
});

describe('positions', () => {
  const all = ['ana-accepts', 'ana-rejects', 'ana-trade', 'borland-border', 'cordia-water'];
  const cases: [string, string, string[]][] = [
    ['without a filter', '', all],
    [
      'holders are any of',
      '(filter: { holders: [{ actor: "borland" }, { actor: "cordia" }] })',
      ['borland-border', 'cordia-water'],
    ],
    [
      'holders with members at depth two',
      '(filter: { holders: [{ actor: "avaria", includeMembers: true }] })',
      ['ana-accepts', 'ana-rejects', 'ana-trade'],
    ],
    [
      'holders with and without members',
      '(filter: { holders: [{ actor: "avaria", includeMembers: true }, { actor: "borland" }] })',
      ['ana-accepts', 'ana-rejects', 'ana-trade', 'borland-border'],
    ],
    ['issues are any of', '(filter: { issues: ["trade", "water"] })', ['ana-trade', 'cordia-water']],
    ['stances', '(filter: { stances: [REJECT, OPPOSE] })', ['ana-rejects', 'borland-border']],
    ['publicity', '(filter: { publicity: [PRIVATE] })', ['ana-rejects']],
    [
      'conflict',
      '(filter: { conflict: "avaria-borland" })',
      ['ana-accepts', 'ana-rejects', 'borland-border'],
    ],
    ['words', '(filter: { text: "\\"refuses the line\\"" })', ['ana-rejects']],
    ['contested', '(filter: { contested: true })', []],
    [
      'held before a later position of the same holder on the same issue',
      '(filter: { held: { within: "2025-04-15" } })',
      ['ana-accepts', 'ana-trade'],
    ],
    [
      'an open end ends where the later position begins',
      '(filter: { held: { within: "2025-09-01" } })',
      ['ana-rejects', 'ana-trade'],
    ],
    [
      'the later position begins on its first day',
      '(filter: { held: { within: "2025-06-01" } })',
      ['ana-rejects', 'ana-trade'],
    ],
    [
      'and the earlier lasts until the day before',
      '(filter: { held: { within: "2025-05-31" } })',
      ['ana-accepts', 'ana-trade'],
    ],
    [
      'a position that ended by itself',
      '(filter: { held: { within: "2025", match: DEFINITE } })',
      ['ana-accepts', 'borland-border'],
    ],
  ];
  test.each(cases)('%s', async (_, args, expected) => {
    expect(await slugs(`positions${args}`)).toEqual(expected);
  });

  test('keep the date that they were given, whatever a later one ends', async () => {
    const { data } = await execute<{ position: { held: unknown } }>(
      db,
      '{ position(id: "ana-accepts") { held { edtf latest } } }',
    );
    expect(data.position.held).toEqual({ edtf: '2025-01-01/..', latest: null });
  });
});

describe('claims', () => {
  const keys = new Map<string, string>();
  const keysOf = async (call: string): Promise<string[]> => {
    if (keys.size === 0) {
      const { rows } = await db.pool.query<{ id: string; key: string }>('SELECT id, key FROM claim');
      for (const row of rows) keys.set(encodeId('Claim', row.id), row.key);
    }
    const { data, errors } = await execute<{ list: Count & Nodes<{ id: string }> }>(
      db,
      `{ list: ${call} { totalCount nodes { id } } }`,
    );
    expect(errors).toEqual([]);
    expect(data.list.totalCount).toBe(data.list.nodes.length);
    return data.list.nodes.map((node) => keys.get(node.id) ?? `unknown ${node.id}`).sort();
  };
  const all = ['answer', 'attempt', 'denial', 'far', 'label', 'on-10', 'on-12', 'stance'];
  const cases: [string, string, string[]][] = [
    ['without a filter, curated ones that stand', '', all],
    [
      'null is as if absent',
      '(filter: { source: null, speakers: null, rootSpeaker: null, minDepth: null, maxDepth: null, field: null, polarity: null, directness: null, conflict: null, text: null, origins: null })',
      all,
    ],
    ['of a source', '(filter: { source: "herald" })', ['far', 'on-12']],
    [
      'speakers are any of, anywhere in the chain',
      '(filter: { speakers: [{ actor: "envoy" }, { actor: "borland" }] })',
      ['answer', 'denial', 'on-12'],
    ],
    [
      'speakers with members',
      '(filter: { speakers: [{ actor: "avaria", includeMembers: true }] })',
      ['denial', 'on-12', 'stance'],
    ],
    ['the root speaker', '(filter: { rootSpeaker: { actor: "borland" } })', ['answer', 'denial']],
    [
      'the root speaker with members',
      '(filter: { rootSpeaker: { actor: "avaria", includeMembers: true } })',
      ['on-12', 'stance'],
    ],
    ['a least depth', '(filter: { minDepth: 2 })', ['denial', 'on-12']],
    ['a most depth', '(filter: { maxDepth: 0 })', ['far', 'label', 'on-10']],
    ['a depth', '(filter: { minDepth: 1, maxDepth: 1 })', ['answer', 'attempt', 'stance']],
    ['a root speaker at a depth', '(filter: { rootSpeaker: { actor: "borland" }, minDepth: 3 })', ['denial']],
    ['a field', '(filter: { field: DATE })', ['on-10', 'on-12']],
    ['a polarity', '(filter: { polarity: DENIES })', ['denial']],
    ['directness is any of', '(filter: { directness: [DIRECT_QUOTE, PARTIAL_QUOTE] })', ['on-12', 'stance']],
    [
      'of a conflict: of its records, their responses and itself',
      '(filter: { conflict: "avaria-borland" })',
      ['answer', 'attempt', 'denial', 'label', 'on-10', 'on-12', 'stance'],
    ],
    ['of another conflict', '(filter: { conflict: "elsewhere" })', ['far']],
    ['words of the quote', '(filter: { text: "met -peace" })', ['on-10']],
    ['a source and a field together', '(filter: { source: "gazette", field: DATE })', ['on-10']],
    [
      'retracted ones too',
      '(filter: { includeRetracted: true, field: OCCURRENCE, source: "gazette" })',
      ['attempt', 'denial', 'gone'],
    ],
    [
      'of datasets',
      '(filter: { origins: [DATASET] })',
      ['claim-imported-1', 'claim-imported-2', 'claim-imported-3'],
    ],
  ];
  test.each(cases)('%s', async (_, args, expected) => {
    expect(await keysOf(`claims${args}`)).toEqual(expected);
  });

  test('below a record and a source are of every origin, below an actor curated ones', async () => {
    const { data } = await execute(
      db,
      `{ event(id: "imported-1") { claims { totalCount } curated: claims(filter: { origins: [CURATED] }) { totalCount } }
         source(id: "herald") { claims { totalCount } } actor(id: "envoy") { claims { totalCount } }
         meeting: event(id: "meeting") { claims { totalCount } all: claims(filter: { includeRetracted: true }) { totalCount } } }`,
    );
    expect(data).toEqual({
      event: { claims: { totalCount: 1 }, curated: { totalCount: 0 } },
      source: { claims: { totalCount: 5 } },
      actor: { claims: { totalCount: 2 } },
      meeting: { claims: { totalCount: 2 }, all: { totalCount: 3 } },
    });
  });
});

describe('actors, places and disagreements', () => {
  test.each([
    ['(text: "aváRIA")', ['avaria', 'avaria-ministry']],
    ['(text: "ria", kinds: [STATE])', ['avaria']],
    ['(kinds: [PERSON, STATE])', ['ana', 'avaria', 'borland', 'cordia', 'envoy']],
    ['(text: "100%_s")', ['cordia']],
    ['(text: "a%a")', []],
    ['(text: "a_a")', []],
    // Signs that lose their width in folding are no wildcards either.
    ['(text: "a％a")', []],
    ['(text: "100％＿s")', ['cordia']],
    ['(text: "＼")', []],
    ['(text: null, kinds: null)', ['ana', 'avaria', 'avaria-ministry', 'borland', 'cordia', 'envoy']],
  ])('actors%s', async (args, expected) => {
    expect(await slugs(`actors${args}`)).toEqual(expected);
  });

  test.each([
    ['(text: "region haute")', ['region']],
    ['(text: "TOWN")', ['far-town', 'town']],
  ])('places%s', async (args, expected) => {
    expect(await slugs(`places${args}`)).toEqual(expected);
  });

  test.each([
    ['', 1],
    ['(field: DATE)', 1],
    ['(field: PLACE)', 0],
    ['(conflict: "avaria-borland")', 1],
    ['(conflict: "elsewhere")', 0],
    ['(field: DATE, conflict: "avaria-borland", origins: [CURATED, DATASET])', 1],
    ['(origins: [DATASET])', 0],
  ])('disagreements%s', async (args, count) => {
    const { data, errors } = await execute<{ disagreements: Count & Nodes<unknown> }>(
      db,
      `{ disagreements${args} { totalCount nodes { field sides { claims { totalCount } } } } }`,
    );
    expect(errors).toEqual([]);
    expect(data.disagreements.totalCount).toBe(count);
    expect(data.disagreements.nodes).toHaveLength(count);
  });
});

describe('what no filter can mean is refused, naming the argument', () => {
  test.each([
    ['events(filter: { types: [] })', 'filter.types'],
    ['events(filter: { participants: [] })', 'filter.participants'],
    ['events(filter: { participants: [{ actor: "ana", roles: [] }] })', 'filter.participants.0.roles'],
    ['events(filter: { issues: [] })', 'filter.issues'],
    ['events(filter: { origins: [] })', 'filter.origins'],
    ['events(filter: { text: "  " })', 'filter.text'],
    [`events(filter: { text: "${'x'.repeat(201)}" })`, 'filter.text'],
    ['events(filter: { text: "a\\u0000b" })', 'filter.text'],
    ['events(filter: { coding: { scheme: GDELT, codePrefix: "" } })', 'filter.coding.codePrefix'],
    [
      `events(filter: { coding: { scheme: GDELT, codePrefix: "${'1'.repeat(41)}" } })`,
      'filter.coding.codePrefix',
    ],
    [`events(filter: { issues: [${'"border",'.repeat(101)}] })`, 'filter.issues'],
    ['mediationAttempts(filter: { mediators: [] })', 'filter.mediators'],
    ['mediationAttempts(filter: { parties: [] })', 'filter.parties'],
    ['mediationAttempts(filter: { kinds: [] })', 'filter.kinds'],
    ['mediationAttempts(filter: { strategies: [] })', 'filter.strategies'],
    ['mediationAttempts(filter: { outcomes: [] })', 'filter.outcomes'],
    ['mediationAttempts(filter: { issues: [] })', 'filter.issues'],
    ['mediationAttempts(filter: { answer: { party: "ana", answers: [] } })', 'filter.answer.answers'],
    ['positions(filter: { holders: [] })', 'filter.holders'],
    ['positions(filter: { issues: [] })', 'filter.issues'],
    ['positions(filter: { stances: [] })', 'filter.stances'],
    ['positions(filter: { publicity: [] })', 'filter.publicity'],
    ['claims(filter: { speakers: [] })', 'filter.speakers'],
    ['claims(filter: { directness: [] })', 'filter.directness'],
    ['claims(filter: { origins: [] })', 'filter.origins'],
    ['claims(filter: { text: "" })', 'filter.text'],
    ['disagreements(origins: [])', 'origins'],
    ['actors(kinds: [])', 'kinds'],
    ['actors(text: "")', 'text'],
    ['places(text: " ")', 'text'],
  ])('%s', async (call, argument) => {
    const { errors } = await execute(db, `{ ${call} { totalCount } }`);
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect(errors[0]?.message.startsWith(`${argument}: `), errors[0]?.message).toBe(true);
  });

  test('below a record the same refusals hold', async () => {
    const { errors } = await execute(
      db,
      '{ conflict(id: "elsewhere") { events(filter: { types: [] }) { totalCount } } }',
    );
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', path: 'conflict.events' }]);
  });
});
