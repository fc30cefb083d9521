import { describe, expect, test } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { testDatabase } from '../setup/database.ts';
import { eventWith, expectRefusal, seedOf } from './folder.ts';

const db = await testDatabase();

describe('an entry that does not have the shape of its list', () => {
  test.each([
    [
      'an unknown field',
      eventWith('\n    tilte: x'),
      /^more.yaml:3: tilte: there is no such field; accepted are slug, type, title, /,
    ],
    [
      'a missing field',
      'actors:\n\n  - { slug: x, kind: STATE }\n',
      'more.yaml:3: name: it is missing; text is expected',
    ],
    [
      'a missing date',
      'events:\n  - { slug: x, type: CALL, title: X, place: NONE }\n',
      'more.yaml:2: date: it is missing; a date in EDTF, or NOT_STATED, UNKNOWN or NONE, is expected',
    ],
    [
      'a missing place',
      'events:\n  - { slug: x, type: CALL, title: X, date: NONE }\n',
      'more.yaml:2: place: it is missing; the slug of a place, or NOT_STATED, UNKNOWN or NONE, is expected',
    ],
    [
      'a text in place of an entry',
      'actors:\n  - arva\n',
      'more.yaml:2: "arva" is given; a mapping of fields is expected',
    ],
    [
      'an unknown value',
      'actors:\n  - slug: x\n    name: X\n    kind: COUNTRY\n',
      /^more.yaml:4: kind: "COUNTRY" is given; one of STATE, GOVERNMENT_BODY, .* is expected$/,
    ],
    [
      'a canonical name',
      'actors:\n  - { slug: x, name: X, kind: STATE, names: [{ text: X, kind: CANONICAL }] }\n',
      /^more.yaml:2: names.0.kind: "CANONICAL" is given; one of ALIAS, /,
    ],
    [
      'a slug with a capital',
      'actors:\n  - { slug: Arva, name: X, kind: STATE }\n',
      /^more.yaml:2: slug: "Arva" is given; a slug of small letters/,
    ],
    [
      'text of nothing but spaces',
      'actors:\n  - { slug: x, name: "  ", kind: STATE }\n',
      'more.yaml:2: name: text is expected, and nothing that can be seen is given',
    ],
    [
      'a NUL',
      'actors:\n  - { slug: x, name: "a\\0b", kind: STATE }\n',
      'more.yaml:2: name: control characters other than tabs and line breaks are not accepted, nor are lone surrogates',
    ],
    [
      'a date that does not parse',
      'events:\n  - slug: x\n    type: CALL\n    title: X\n    place: NONE\n    date: 11 May 2025\n',
      /^more.yaml:6: date: "11 May 2025" /,
    ],
    [
      'a day that the calendar has not',
      'events:\n  - { slug: x, type: CALL, title: X, place: NONE, date: { edtf: 2025-02-30 } }\n',
      /^more.yaml:2: date: "2025-02-30" /,
    ],
    [
      'an unknown field of a date',
      'events:\n  - { slug: x, type: CALL, title: X, place: NONE, date: { edtf: 2025,\n      zone: Z } }\n',
      /^more.yaml:3: date.zone: there is no such field; accepted are edtf, verbatim, timeZone, inferred$/,
    ],
    [
      'a part inferred that the date has not',
      'events:\n  - { slug: x, type: CALL, title: X, place: NONE, date: { edtf: 2025, inferred: [DAY] } }\n',
      /^more.yaml:2: date: "2025" is given with DAY as inferred/,
    ],
    [
      'half a point',
      'places:\n  - { slug: x, name: X, latitude: 3 }\n',
      /^more.yaml:2: latitude and longitude go together/,
    ],
    [
      'a point beyond the pole',
      'places:\n  - { slug: x, name: X, latitude: 91, longitude: 0 }\n',
      'more.yaml:2: latitude: 91 is given; a number from -90 to 90 is expected',
    ],
    [
      'a flag that is neither',
      eventWith('repeated: yes'),
      'more.yaml:2: repeated: "yes" is given; true or false is expected',
    ],
    [
      'an approximate count of nothing',
      eventWith('countApproximate: true'),
      'more.yaml:2: countApproximate is given without a count',
    ],
    [
      'an address that runs a script',
      'sources:\n  - { slug: x, kind: OTHER, title: X, url: "javascript:alert(1)" }\n',
      /^more.yaml:2: url: an address that begins with http/,
    ],
    [
      'a language that is none',
      'sources:\n  - { slug: x, kind: OTHER, title: X, language: "en us" }\n',
      /^more.yaml:2: language: a language tag/,
    ],
    [
      'an end before its start',
      'tenures:\n  - { holder: ana-arva, office: arva-minister, started: 2025, ended: 2024 }\n',
      'more.yaml:2: it ends before it starts',
    ],
    [
      'one actor twice in a role',
      eventWith('participants: [{ actor: arva, role: HOST },\n      { actor: arva, role: HOST }]'),
      'more.yaml:3: participants.1: the same actor in the same role stands in this list before',
    ],
  ])('%s', (_, text, expected) => expectRefusal(db, text, expected));

  test('a number serves as a date, and a code keeps its zeros', async () => {
    const folder = await seedOf({
      'numbers.yaml':
        'events:\n  - { slug: numbers, type: CALL, title: 2025, date: 2025, place: NONE, codings: [{ scheme: GDELT, code: 042, label: Visit }] }\n',
    });
    await seedFolder(db, folder);
    const event = await db.prisma.event.findUniqueOrThrow({
      where: { slug: 'numbers' },
      include: { codings: true },
    });
    expect(event).toMatchObject({ title: '2025', date: { edtf: '2025' }, codings: [{ code: '042' }] });
  });
});
