import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const folder = new URL('../../seeds/article/', import.meta.url);
const files = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));

type Entry = Readonly<Record<string, unknown>>;

/** The entries of one list of the seed, over all its files. */
function entriesOf(list: string): Entry[] {
  return files.flatMap((text) => {
    const entries: unknown = parse(text)[list];
    return Array.isArray(entries) ? entries : [];
  });
}

const events = entriesOf('events');

function eventOf(slug: string): Entry | undefined {
  return events.find((event) => event.slug === slug);
}

describe('the seed says no more than the article', () => {
  test('there are fourteen events, and none is a ceasefire or an agreement', () => {
    expect(events).toHaveLength(14);
    expect(events.filter(({ type }) => type === 'CEASEFIRE' || type === 'AGREEMENT')).toEqual([]);
  });

  test('no attempt has an originator of its proposal', () => {
    const originators = entriesOf('attempts').map(({ proposalOriginator }) => proposalOriginator);
    expect(originators).toEqual(['NOT_STATED', 'NOT_STATED', 'NOT_STATED', 'NOT_STATED']);
  });

  test('whoever carried out the attack is unidentified', () => {
    const perpetrator = { actor: 'unidentified-perpetrator-pahalgam', role: 'PERPETRATOR', inferred: true };
    expect(eventOf('attack-pahalgam-2025-04')?.participants).toContainEqual(perpetrator);
    expect(entriesOf('actors').filter(({ kind }) => kind === 'UNIDENTIFIED')).toHaveLength(1);
  });

  test('no tenure has dates, no place has coordinates, and the only identifier is the handle of the post', () => {
    expect(entriesOf('tenures').filter((tenure) => 'started' in tenure || 'ended' in tenure)).toEqual([]);
    expect(entriesOf('places').filter((place) => 'latitude' in place || 'identifiers' in place)).toEqual([]);
    expect(entriesOf('actors').flatMap(({ identifiers }) => identifiers ?? [])).toEqual([
      { scheme: 'X_HANDLE', value: 'iAnkurSingh' },
    ]);
  });

  test('every date but that of the article and its post has an inferred year', () => {
    const dated = events.filter(({ date }) => date !== 'NOT_STATED');
    const stated = dated.filter(({ date }) => !JSON.stringify(date).includes('YEAR'));
    expect(stated.map(({ slug }) => slug)).toEqual(['ankur-singh-post-2025-09-16']);
  });

  test('the undated denial has no date, and the promised dialogue a place that is meant and not named', () => {
    expect(eventOf('us-role-denied-by-india')?.date).toBe('NOT_STATED');
    expect(eventOf('dialogue-promised-2025-05-11')?.place).toBe('UNKNOWN');
  });
});
