import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spellAsSlug } from '../../src/editing/redaction.ts';
import { testDatabase } from '../setup/database.ts';

const db = await testDatabase();
const [text, instead] = ['Ahmad Dar', '[redacted]'];
const how = {
  what: text,
  instead,
  needles: [text, 'ahmad dar'],
  about: { what: 'ahmad dar', instead },
  kept: { event: ['id', 'slug'], claim: ['id', 'field'], disagreement: ['field'], columns: ['outcome'] },
  at: '2026-11-28T12:00:00.000Z',
};

/** A row of a table without the text. */
async function redactRow(table: string, row: object): Promise<Record<string, unknown>> {
  const { rows } = await db.pool.query<{ row: Record<string, unknown> }>(
    'SELECT redact_row($1, $2::jsonb, $3::jsonb) AS row',
    [table, JSON.stringify(row), JSON.stringify(how)],
  );
  return rows[0]?.row ?? {};
}

describe('of JSON', () => {
  test('strings are rid of a text wherever they stand, and nothing else is changed', async () => {
    const cases = fc.tuple(
      fc.constantFrom('a', '"', '\\', 'a"b', '\\"', '\\n', '\n', '\\u00e9', 'é', '🕊', '%', '.*', ', "'),
      fc.jsonValue({ maxDepth: 3 }),
      fc.array(fc.constantFrom('a', 'b', '"', '\\', 'n', '\n', 'é', '🕊', '%', ',', ' ')),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([what, json, parts]) => {
        const value = JSON.parse(
          JSON.stringify({ json, parts: [parts.join(''), `${parts.join('')}${what}`] }).replace(
            /\\u0000|\\ud[89a-f]../gi,
            '',
          ),
        );
        const { rows } = await db.pool.query<{ once: string; twice: string; json: unknown }>(
          `SELECT redact_json($1::jsonb, jsonb_build_object('what', $2::text, 'instead', '·', 'needles',
             jsonb_build_array(json_inside($2::text), json_inside(json_inside($2::text))))) AS json`,
          [JSON.stringify(value), what],
        );
        expect(rows[0]?.json).toEqual(replaced(value, what));
      }),
      { numRuns: 200 },
    );
  });

  /** The same in another way. */
  function replaced(value: unknown, what: string): unknown {
    if (typeof value === 'string')
      return value.replaceAll(what, '·').replaceAll(JSON.stringify(what).slice(1, -1), '·');
    if (Array.isArray(value)) return value.map((each) => replaced(each, what));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, replaced(inside, what)]));
  }

  test('a date stays one: what was printed and what is shown of it change', async () => {
    const date = { edtf: text, verbatim: text, ranges: text, precision: text, display: text, earliest: text };
    expect(await redactRow('event', { date })).toEqual({
      date: { ...date, verbatim: instead, display: instead },
    });
  });
});

test('what is left of a value is one that its field accepts: an address leads nowhere, a text is no longer than it was', async () => {
  const word = { ...how, what: 'dar', needles: ['dar'] };
  const { rows } = await db.pool.query<{ row: object }>(
    'SELECT redact_row($1, $2::jsonb, $3::jsonb) AS row',
    [
      'source',
      { url: 'https://dar.example/a b', title: 'dar '.repeat(250), licence: 'By dar', language: 'en' },
      word,
    ],
  );
  expect(rows[0]?.row).toEqual({
    url: 'https://redacted.invalid/',
    title: '… '.repeat(250),
    licence: 'By [redacted]',
    language: 'en',
  });
});

test('codes and keys that are addresses stay different from each other', async () => {
  for (const [table, field] of [
    ['identifier', 'value'],
    ['claim', 'key'],
  ] as const)
    expect(await redactRow(table, { [field]: `https://en.wikipedia.org/wiki/${text}_One` })).toMatchObject({
      [field]: `https://en.wikipedia.org/wiki/${instead}_One`,
    });
});

test('a stored row follows the columns of its table; what its table has no longer is taken for text', async () => {
  const row = { id: text, slug: text, title: `By ${text}`, former: [text] };
  expect(
    await redactRow('revision', { record: { event: [row], gone: [{ slug: text }], place: null } }),
  ).toEqual({
    record: {
      event: [{ id: text, slug: text, title: `By ${instead}`, former: [instead] }],
      gone: [{ slug: instead }],
      place: null,
    },
    redacted_at: how.at,
  });
});

test('the name of what was changed stays in the list of changes', async () => {
  const changes = [{ path: text, before: null, after: [{ speaker: text }] }];
  expect(await redactRow('revision', { changes })).toMatchObject({
    changes: [{ path: text, before: null, after: [{ speaker: instead }] }],
  });
});

test('a passage that grows too long is cut, and loses its place in the source and the words that find it', async () => {
  const passage = {
    passage_exact: `${text} went. ${'x'.repeat(280)}`,
    passage_prefix: null,
    passage_suffix: `${'y'.repeat(91)}${text}`,
    passage_start: 1,
    passage_end: 297,
    passage_unit: 'CODE_POINT',
    text_search: "'ahmad':1 'dar':2 'went':3",
  };
  const redacted = await redactRow('claim', passage);
  expect(redacted).toMatchObject({
    passage_prefix: null,
    passage_start: null,
    passage_end: null,
    passage_unit: null,
  });
  expect(redacted.passage_exact).toMatch(/^\[redacted\] went\. x+$/);
  expect(String(redacted.passage_exact)).toHaveLength(297);
  expect(String(redacted.passage_suffix)).toHaveLength(100);
  expect(redacted.text_search).toMatch(/^'redact':1 'went':2 'x+':3$/);
});

test('a passage that never held the text keeps its place', async () => {
  const claim = {
    value_text: text,
    passage_exact: 'It rained.',
    passage_start: 0,
    passage_end: 10,
    passage_unit: 'CODE_POINT',
  };
  expect(await redactRow('claim', claim)).toMatchObject({ ...claim, value_text: instead });
});

test('words of a vocabulary stay, in claims and in the sides of what was a disagreement', async () => {
  expect(await redactRow('claim', { field: 'STANCE', value_textual: text, value_text: text })).toMatchObject({
    value_textual: text,
    value_text: instead,
  });
  const side = (disagreement_id: string) => ({ disagreement_id, value_textual: text, value_text: text });
  const derived = {
    columns: { outcome: text, outcome_reason: text },
    disagreement: [
      { id: 'a', field: 'STANCE', about: 'ahmad dar' },
      { id: 'b', field: 'LABEL', about: 'the war of ahmad dar' },
    ],
    disagreement_side: [side('a'), side('b')],
    disagreement_claim: null,
  };
  expect(await redactRow('derivation', { derived })).toEqual({
    derived: {
      columns: { outcome: text, outcome_reason: instead },
      disagreement: [
        { id: 'a', field: 'STANCE', about: 'ahmad dar' },
        { id: 'b', field: 'LABEL', about: 'the war of [redacted]' },
      ],
      disagreement_side: [
        { ...side('a'), value_text: instead },
        { ...side('b'), value_text: instead, value_textual: instead },
      ],
      disagreement_claim: null,
    },
  });
});

test('an answer that was given goes on leading to what it was about', async () => {
  const subject = { type: text, id: '01900000-0000-7000-8000-000000000001' };
  expect(
    await redactRow('given_answer', { answer: { subject, warnings: [{ message: `"${text}" is new.` }] } }),
  ).toEqual({
    answer: { subject, warnings: [{ message: `"${instead}" is new.` }] },
  });
});

test.each([
  ['Ahmad Dar', 'ahmad-dar'],
  [' José  Peña, Jr. ', 'jose-pena-jr'],
  ['Дар', ''],
])('%j is spelt %j in a slug', (written, slug) => {
  expect(spellAsSlug(written)).toBe(slug);
});
