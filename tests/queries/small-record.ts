import { recordActors } from '../../src/actors/actor.service.ts';
import { type ClaimInput, recordClaims } from '../../src/claims/claim.service.ts';
import { refreshDerived } from '../../src/claims/derive.service.ts';
import { recordConflicts } from '../../src/conflicts/conflict.service.ts';
import { recordIssues } from '../../src/conflicts/issue.service.ts';
import { recordEvents } from '../../src/events/event.service.ts';
import { type HistoricalDate, makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { newId } from '../../src/kernel/ids.ts';
import { recordAttempts } from '../../src/mediation/mediation-attempt.service.ts';
import { refreshOutcomes } from '../../src/mediation/outcome.service.ts';
import { recordPlaces } from '../../src/places/place.service.ts';
import { recordPositions } from '../../src/positions/position.service.ts';
import { recordSources } from '../../src/sources/source.service.ts';
import type { TestDatabase } from '../setup/database.ts';

const ids = new Map<string, string>();

/** The UUID under a name of this record, made when it is first asked for. */
export function id(name: string): string {
  const known = ids.get(name) ?? newId();
  ids.set(name, known);
  return known;
}

function date(edtf: string): HistoricalDate {
  return makeHistoricalDate({ edtf });
}

const voice = (name: string) => ({ speakerId: id(name), act: 'ASSERT' as const });

/**
 * Two invented states, Avaria with a ministry whose minister is Ana, and Borland with an envoy; Cordia mediates.
 * Small enough that every answer to a filter can be read off here.
 */
export async function recordSmall(db: TestDatabase): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    await recordActors(tx, [
      {
        id: id('avaria'),
        slug: 'avaria',
        name: 'Avaria',
        kind: 'STATE',
        names: [{ text: 'Avária', kind: 'ALIAS' }],
      },
      {
        id: id('avaria-ministry'),
        slug: 'avaria-ministry',
        name: 'Ministry of Avaria',
        kind: 'GOVERNMENT_BODY',
        memberOfId: id('avaria'),
      },
      { id: id('ana'), slug: 'ana', name: 'Ana', kind: 'PERSON', memberOfId: id('avaria-ministry') },
      { id: id('borland'), slug: 'borland', name: 'Borland', kind: 'STATE' },
      { id: id('envoy'), slug: 'envoy', name: 'The Envoy', kind: 'PERSON', memberOfId: id('borland') },
      { id: id('cordia'), slug: 'cordia', name: 'Cordia 100%_sure', kind: 'STATE' },
    ]);
    await recordPlaces(tx, [
      { id: id('region'), slug: 'region', name: 'Région Haute' },
      { id: id('province'), slug: 'province', name: 'Province', partOfId: id('region') },
      { id: id('town'), slug: 'town', name: 'Town', partOfId: id('province') },
      { id: id('far-town'), slug: 'far-town', name: 'Far Town' },
    ]);
    await recordIssues(tx, [
      { id: id('border'), slug: 'border', name: 'Border' },
      { id: id('trade'), slug: 'trade', name: 'Trade' },
      { id: id('water'), slug: 'water', name: 'Water' },
    ]);
    await recordConflicts(tx, [
      {
        id: id('avaria-borland'),
        slug: 'avaria-borland',
        name: 'Avaria and Borland',
        partyIds: [id('avaria'), id('borland')],
      },
      { id: id('elsewhere'), slug: 'elsewhere', name: 'Elsewhere' },
    ]);
    await recordSmallEvents(tx);
    await recordSmallAttempts(tx);
    await recordSmallPositions(tx);
    await recordSmallClaims(tx);
    await refreshOutcomes(tx, ['denied', 'accepted', 'talks-over', 'talks-on', 'quiet'].map(id));
    await refreshDerived(tx, {
      events: [id('meeting'), id('speech')],
      attempts: [id('denied')],
      positions: [id('ana-rejects')],
      conflicts: [id('avaria-borland')],
    });
  });
  await importSmall(db);
}

type Tx = Parameters<typeof recordEvents>[0];

async function recordSmallEvents(tx: Tx): Promise<void> {
  const conflictId = id('avaria-borland');
  await recordEvents(tx, [
    {
      id: id('meeting'),
      slug: 'meeting',
      type: 'MEETING',
      title: 'Meetings at the café',
      summary: 'A first round of talks.',
      date: date('2025-05-10'),
      place: { id: id('town') },
      conflictId,
      issueIds: [id('border'), id('trade')],
      participants: [
        { actorId: id('avaria'), role: 'INITIATOR' },
        { actorId: id('borland'), role: 'RECIPIENT' },
      ],
      codings: [{ scheme: 'DEMARCHE', code: 'MEETING', label: 'Meeting' }],
    },
    {
      id: id('speech'),
      slug: 'speech',
      type: 'STATEMENT',
      title: 'A speech on peace',
      summary: 'It speaks of war as well.',
      date: date('2025-05'),
      place: { id: id('province') },
      conflictId,
      issueIds: [id('border')],
      participants: [{ actorId: id('avaria'), role: 'SPEAKER' }],
    },
    {
      id: id('call'),
      slug: 'call',
      type: 'CALL',
      title: 'A call',
      date: date('2025-05-11T08:17'),
      place: 'NOT_STATED',
      conflictId,
      participants: [
        { actorId: id('ana'), role: 'INITIATOR' },
        { actorId: id('envoy'), role: 'RECIPIENT' },
      ],
    },
    {
      id: id('strike'),
      slug: 'strike',
      type: 'ATTACK',
      title: 'A strike',
      date: 'NOT_STATED',
      place: { id: id('region') },
      conflictId,
      participants: [
        { actorId: id('borland'), role: 'PERPETRATOR' },
        { actorId: id('avaria'), role: 'VICTIM' },
      ],
    },
    {
      id: id('visit'),
      slug: 'visit',
      type: 'VISIT',
      title: 'A visit',
      date: date('2024'),
      place: { id: id('far-town') },
      conflictId: id('elsewhere'),
      issueIds: [id('water')],
      participants: [{ actorId: id('cordia'), role: 'VISITOR' }],
    },
    {
      id: id('withdrawn'),
      slug: 'withdrawn',
      type: 'CALL',
      title: 'A call that was none',
      date: date('2025-05-12'),
      place: 'NONE',
      conflictId,
      participants: [{ actorId: id('avaria'), role: 'INITIATOR' }],
    },
  ]);
  await tx.event.update({
    where: { id: id('withdrawn') },
    data: { retractedAt: new Date(), retractionReason: 'It did not happen.' },
  });
}

async function recordSmallAttempts(tx: Tx): Promise<void> {
  const conflictId = id('avaria-borland');
  const proposalOriginator = 'NOT_STATED';
  await recordAttempts(tx, [
    {
      id: id('denied'),
      slug: 'denied',
      title: 'An offer',
      date: date('2025-05-09'),
      proposalOriginator,
      conflictId,
      kind: 'GOOD_OFFICES',
      strategy: 'PROCEDURAL',
      issueIds: [id('border')],
      mediators: [{ actorId: id('cordia') }],
      responses: [
        { id: id('denied-borland'), partyId: id('borland'), answer: 'REJECTED' },
        { partyId: id('ana'), answer: 'ACCEPTED' },
      ],
    },
    {
      id: id('accepted'),
      slug: 'accepted',
      title: 'Another offer',
      date: 'NOT_STATED',
      proposalOriginator,
      conflictId,
      kind: 'MEDIATION',
      mediators: [{ actorId: id('cordia') }, { actorId: id('envoy') }],
      responses: [
        { partyId: id('borland'), answer: 'ACCEPTED' },
        { partyId: id('avaria'), answer: 'ACCEPTED' },
      ],
    },
    {
      id: id('talks-over'),
      slug: 'talks-over',
      title: 'Talks that ended',
      date: date('2024-01/2024-02'),
      proposalOriginator,
      conflictId: id('elsewhere'),
      mediators: [{ actorId: id('envoy') }],
      responses: [{ partyId: id('avaria'), answer: 'ACCEPTED' }],
      events: [{ eventId: id('visit'), role: 'TALKS' }],
    },
    {
      id: id('talks-on'),
      slug: 'talks-on',
      title: 'Talks that last',
      date: date('2024-03/..'),
      proposalOriginator,
      conflictId: id('elsewhere'),
      mediators: [{ actorId: id('cordia') }],
      responses: [],
      events: [{ eventId: id('visit'), role: 'TALKS' }],
    },
    {
      id: id('quiet'),
      slug: 'quiet',
      title: 'Nothing known',
      date: date('2025'),
      proposalOriginator,
      mediators: [],
      responses: [],
    },
  ]);
}

async function recordSmallPositions(tx: Tx): Promise<void> {
  const conflictId = id('avaria-borland');
  await recordPositions(tx, [
    {
      id: id('ana-accepts'),
      slug: 'ana-accepts',
      holderId: id('ana'),
      issueId: id('border'),
      stance: 'ACCEPT',
      summary: 'She takes the line.',
      held: date('2025-01-01/..'),
      publicity: 'PUBLIC',
      conflictId,
    },
    {
      id: id('ana-rejects'),
      slug: 'ana-rejects',
      holderId: id('ana'),
      issueId: id('border'),
      stance: 'REJECT',
      summary: 'She refuses the line.',
      held: date('2025-06-01/..'),
      publicity: 'PRIVATE',
      conflictId,
    },
    {
      id: id('ana-trade'),
      slug: 'ana-trade',
      holderId: id('ana'),
      issueId: id('trade'),
      stance: 'SUPPORT',
      summary: 'She wants trade.',
      held: date('2025-01-01/..'),
      publicity: 'PUBLIC',
    },
    {
      id: id('borland-border'),
      slug: 'borland-border',
      holderId: id('borland'),
      issueId: id('border'),
      stance: 'OPPOSE',
      summary: 'It wants another line.',
      held: date('2025-03'),
      conflictId,
    },
    {
      id: id('cordia-water'),
      slug: 'cordia-water',
      holderId: id('cordia'),
      issueId: id('water'),
      stance: 'NEUTRAL',
      summary: 'It has no view.',
    },
  ]);
}

async function recordSmallClaims(tx: Tx): Promise<void> {
  await recordSources(tx, [
    { id: id('gazette'), slug: 'gazette', kind: 'NEWS_ARTICLE', title: 'The Gazette' },
    { id: id('herald'), slug: 'herald', kind: 'WIRE', title: 'The Herald' },
  ]);
  const claim = (key: string, rest: Partial<ClaimInput> & Pick<ClaimInput, 'subject'>): ClaimInput => ({
    id: id(key),
    key,
    sourceId: id('gazette'),
    field: 'OCCURRENCE',
    value: {},
    directness: 'NARRATOR',
    chain: [],
    ...rest,
  });
  const meeting = { kind: 'event', id: id('meeting') } as const;
  await recordClaims(tx, [
    claim('on-10', {
      subject: meeting,
      field: 'DATE',
      value: { date: date('2025-05-10') },
      passage: { exact: 'They met on the tenth.' },
    }),
    claim('on-12', {
      subject: meeting,
      field: 'DATE',
      value: { date: date('2025-05-12') },
      sourceId: id('herald'),
      chain: [voice('envoy'), voice('ana')],
      directness: 'DIRECT_QUOTE',
      passage: { exact: 'We met on the twelfth, in peace' },
    }),
    claim('denial', {
      subject: { kind: 'event', id: id('strike') },
      polarity: 'DENIES',
      chain: [voice('ana'), voice('envoy'), voice('borland')],
      directness: 'INDIRECT_SPEECH',
    }),
    claim('answer', {
      subject: { kind: 'response', id: id('denied-borland') },
      field: 'RESPONSE',
      value: { textual: 'REJECTED' },
      chain: [voice('borland')],
    }),
    claim('attempt', {
      subject: { kind: 'attempt', id: id('denied') },
      chain: [{ speakerText: 'an official', act: 'DISCLOSE' }],
    }),
    claim('stance', {
      subject: { kind: 'position', id: id('ana-rejects') },
      field: 'STANCE',
      value: { textual: 'REJECT' },
      chain: [voice('ana')],
      directness: 'PARTIAL_QUOTE',
    }),
    claim('label', {
      subject: { kind: 'conflict', id: id('avaria-borland') },
      field: 'LABEL',
      value: { textual: 'war' },
    }),
    claim('far', { subject: { kind: 'event', id: id('visit') }, sourceId: id('herald') }),
    claim('gone', { subject: meeting, retractionReason: 'Misread.', chain: [voice('avaria')] }),
  ]);
}

/** What an import leaves, which is not written through the services of the curated record. */
async function importSmall(db: TestDatabase): Promise<void> {
  await db.pool.query(
    `INSERT INTO dataset (id, slug, name, publisher, licence, attribution, redistributable)
     VALUES ($1, 'wirecodes', 'Wirecodes', 'Nobody', 'CC0', 'Nobody', true), ($2, 'othercodes', 'Othercodes', 'Nobody', 'CC0', 'Nobody', true)`,
    [id('wirecodes'), id('othercodes')],
  );
  for (const [slug, dataset, code] of [
    ['imported-1', 'wirecodes', '190'],
    ['imported-2', 'wirecodes', '1_0'],
    ['imported-3', 'othercodes', '043'],
  ] as const) {
    await db.pool.query(
      `INSERT INTO event (id, slug, type, title, date_absence, place_absence, origin, dataset_id, differs_from_claims)
       VALUES ($1, $2, 'OTHER', 'Coded', 'NOT_STATED', 'NOT_STATED', 'DATASET', $3, '{}')`,
      [id(slug), slug, id(dataset)],
    );
    await db.pool.query(
      `INSERT INTO event_coding (event_id, position, scheme, code, label, contexts) VALUES ($1, 1, 'GDELT', $2, 'A code', '{}')`,
      [id(slug), code],
    );
    await db.pool.query(
      `INSERT INTO claim (id, source_id, key, event_id, field, directness, origin, dataset_id) VALUES ($1, $2, $3, $4, 'OCCURRENCE', 'NARRATOR', 'DATASET', $5)`,
      [id(`claim-${slug}`), id('herald'), `claim-${slug}`, id(slug), id(dataset)],
    );
  }
}
