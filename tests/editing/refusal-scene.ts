import { type TestDatabase, testDatabase } from '../setup/database.ts';
import { change } from './editors.ts';

export const text = 'The minister said that talks were held in May. “No,” said the envoy. 🕊 Talks.';

/** A small record, of whose parts the inputs of these tests speak. */
export async function refusalScene(): Promise<TestDatabase> {
  const db = await testDatabase();
  await change(db, 'recordSource', {
    source: { slug: 'paper', kind: 'NEWS_ARTICLE', title: 'A paper', published: { edtf: '2025-05-12' } },
    actors: [
      { slug: 'arva', name: 'Arva', kind: 'STATE' },
      { slug: 'ana', name: 'Ana', kind: 'PERSON', memberOf: 'arva' },
      { slug: 'bo', name: 'Bo', kind: 'PERSON' },
    ],
    offices: [{ slug: 'minister', title: 'Minister', body: 'arva', rank: 'MINISTER' }],
    tenures: [{ holder: 'ana', office: 'minister', started: { edtf: '2020' }, ended: { edtf: '2021' } }],
    events: [
      {
        slug: 'talks',
        type: 'NEGOTIATION',
        title: 'Talks',
        date: { edtf: '2025-05' },
        placeAbsence: 'NOT_STATED',
      },
    ],
    attempts: [
      {
        slug: 'offer',
        title: 'An offer',
        date: { edtf: '2025-05' },
        proposalOriginatorAbsence: 'NOT_STATED',
        mediators: [{ actor: 'bo' }],
        responses: [
          { party: 'arva', answer: 'ACCEPTED' },
          { party: 'ana', answer: 'ACCEPTED' },
        ],
      },
    ],
    claims: [
      {
        key: 'k',
        directness: 'PARAPHRASE',
        chain: [{ position: 1, speaker: 'bo', act: 'ASSERT' }],
        says: [{ event: 'talks', field: 'OTHER', value: 'Something.' }],
      },
    ],
  });
  await change(db, 'createActor', { slug: 'arwa-state', name: 'Arwa', kind: 'STATE' });
  await change(db, 'mergeActors', { merged: 'arwa-state', survivor: 'arva' });
  await change(db, 'createEvent', { ...event, slug: 'rumour' });
  await change(db, 'retractEvent', { id: 'rumour', reason: 'Nobody met.' });
  return db;
}

export const event = {
  slug: 'meeting',
  type: 'MEETING',
  title: 'A meeting',
  dateAbsence: 'NOT_STATED',
  placeAbsence: 'UNKNOWN',
};
export const claim = { source: 'paper', event: 'talks', directness: 'PARAPHRASE' };
export const source = { slug: 'other', kind: 'WIRE', title: 'Other' };
