import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

/** Of the article, which has 2,606 code points, the quotes together show less than this part. */
const ARTICLE_LENGTH = 2606;
const MOST_QUOTED = 0.75;
const MOST_WORDS = 39;
const MOST_CHARACTERS = 300;

/**
 * A span is covered by a passage that holds at least this part of it. The spans reach further than the words that
 * carry a claim, as they take in who says it, and who says it stands in the chain.
 */
const COVERED = 0.5;

const range = z.object({ start: z.number(), end: z.number() });
const spans = z
  .array(range.extend({ id: z.string(), kind: z.string(), dated: z.boolean().optional() }))
  .parse(JSON.parse(read('./spans.json')));
const excuses = z
  .array(z.object({ id: z.string(), reason: z.string().min(40) }))
  .parse(parse(read('./uncovered-spans.yaml')));
const passages = z
  .object({
    claims: z.array(
      z
        .object({ key: z.string(), source: z.string(), quote: z.string(), start: z.number() })
        .transform((claim) => ({ ...claim, end: claim.start + [...claim.quote].length })),
    ),
  })
  .parse(parse(read('../../seeds/article/claims.yaml'))).claims;
const quotesElsewhere = z
  .object({ claims: z.array(z.object({ key: z.string(), source: z.string(), quote: z.string() })) })
  .parse(parse(read('../../seeds/comparison/claims.yaml'))).claims;

const kinds = new Set(['claim', 'event', 'position']);
const claimable = spans.filter(({ kind, dated }) => kinds.has(kind) || dated);
const excused = new Set(excuses.map(({ id }) => id));

type Range = z.infer<typeof range>;

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

function isCovered(span: Range): boolean {
  return passages.some(
    ({ start, end }) =>
      Math.min(end, span.end) - Math.max(start, span.start) >= COVERED * (span.end - span.start),
  );
}

describe('what the article says', () => {
  test.each([
    ['claim', 16],
    ['event', 16],
    ['position', 10],
    ['time', 9],
  ])('of the spans that call for a claim, those of kind %s number %i', (kind, count) => {
    expect(claimable.filter((span) => span.kind === kind)).toHaveLength(count);
  });

  test.each(claimable.filter(({ id }) => !excused.has(id)))('a claim covers the $kind $id', (span) => {
    expect(isCovered(span)).toBe(true);
  });

  test.each(excuses)('$id needs its excuse, because no claim covers it', ({ id }) => {
    const span = claimable.find((one) => one.id === id);
    expect(span && !isCovered(span)).toBe(true);
  });

  test('no span is excused twice', () => {
    expect(excused.size).toBe(excuses.length);
  });
});

describe('what is quoted of it', () => {
  test.each([...passages, ...quotesElsewhere])('$key of $source is a short quote', ({ quote }) => {
    expect(quote.trim().split(/\s+/).length).toBeLessThanOrEqual(MOST_WORDS);
    expect([...quote].length).toBeLessThanOrEqual(MOST_CHARACTERS);
  });

  // The post stands in the article, and its offsets are those of the article.
  test('the article cannot be put together from the quotes', () => {
    const quoted = new Set(
      passages.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)),
    );
    expect(quoted.size / ARTICLE_LENGTH).toBeLessThan(MOST_QUOTED);
  });
});

const textFile = process.env.ARTICLE_TEXT;

describe.skipIf(!textFile)('with the text of the article at hand (ARTICLE_TEXT)', () => {
  const bytes = textFile ? readFileSync(textFile) : Buffer.alloc(0);
  const text = [...bytes.toString('utf8')];

  test('it is the text that the source names by its hash', () => {
    expect(text.length).toBe(ARTICLE_LENGTH);
    expect(read('../../seeds/article/sources.yaml')).toContain(
      `contentSha256: ${createHash('sha256').update(bytes).digest('hex')}`,
    );
  });

  test('every quote stands in it at its offsets', () => {
    const inText = passages.map(({ key, start, end }) => [key, text.slice(start, end).join('')]);
    expect(inText).toEqual(passages.map(({ key, quote }) => [key, quote]));
  });
});
