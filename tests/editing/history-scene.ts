import type { Choices } from './choices.ts';
import type { Fields } from './history-fields.ts';
import type { HistoryWorld } from './history-world.ts';

/** A document with a few of everything, so that the steps that follow have something to be about. */
export function firstDocument(choices: Choices, world: HistoryWorld): Fields {
  const [north, south, ministry] = [0, 1, 2].map(() => world.propose('Actor')) as [string, string, string];
  const [ana, ben] = [0, 1].map(() => world.propose('Actor')) as [string, string];
  world.persons.push(ana, ben);
  const actors = [north, south, ministry, ana, ben];
  const [office, place, inner] = [world.propose('Office'), world.propose('Place'), world.propose('Place')];
  const [issue, other, conflict] = [
    world.propose('Issue'),
    world.propose('Issue'),
    world.propose('Conflict'),
  ];
  const [talks, raid] = [world.propose('Event'), world.propose('Event')];
  const [attempt, position] = [world.propose('MediationAttempt'), world.propose('Position')];
  const [page, post] = [world.propose('Source'), world.propose('Source')];
  const who = () => choices.pick(actors);
  const roles = ['INITIATOR', 'HOST', 'MEDIATOR'];
  const [first, second] = [who(), who()];
  return {
    actors: [
      { slug: north, name: 'North', kind: 'STATE' },
      { slug: south, name: 'South', kind: 'STATE' },
      { slug: ministry, name: 'Ministry', kind: 'GOVERNMENT_BODY', memberOf: north },
      { slug: ana, name: 'Ana', kind: 'PERSON', ...(choices.once(2) ? { memberOf: south } : {}) },
      { slug: ben, name: 'Ben', kind: 'PERSON', memberOf: ministry },
    ],
    offices: [{ slug: office, title: 'Minister', body: ministry, rank: 'MINISTER' }],
    tenures: [
      { holder: ana, office, started: { edtf: '2020' }, ended: { edtf: '2022' } },
      { holder: ben, office, started: { edtf: '2023' } },
    ],
    places: [
      { slug: place, name: 'Valley' },
      { slug: inner, name: 'Village', partOf: place, latitude: 34.1, longitude: 74.8 },
    ],
    issues: [
      { slug: issue, name: 'Water' },
      { slug: other, name: 'Fish', broader: issue },
    ],
    conflicts: [
      {
        ...{ slug: conflict, name: 'Conflict', parties: choices.some(3, actors), issues: [issue] },
        names: choices.list(2, () => ({ text: 'war', usedBy: who() })),
      },
    ],
    events: [
      {
        ...{
          slug: talks,
          type: 'MEETING',
          title: 'Talks',
          date: { edtf: '2025-05-11' },
          place: inner,
          conflict,
        },
        participants: [
          { actor: ben, role: 'SPEAKER', speakingAs: [office] },
          { actor: first, role: choices.pick(roles) },
          ...(second === first ? [] : [{ actor: second, role: choices.pick(roles), inferred: true }]),
        ],
        relations: [{ type: 'AFTER', event: raid }],
        issues: [issue, other],
      },
      { slug: raid, type: 'ATTACK', title: 'Raid', dateAbsence: 'UNKNOWN', placeAbsence: 'NOT_STATED' },
    ],
    source: { slug: page, kind: 'NEWS_ARTICLE', title: 'Page', publisher: who() },
    sources: [{ slug: post, kind: 'SOCIAL_POST', title: 'Post', author: ana }],
    attempts: [
      {
        ...{
          slug: attempt,
          title: 'Attempt',
          date: { edtf: '2025-05' },
          conflict,
          proposalOriginator: who(),
        },
        mediators: choices.some(2, actors).map((actor) => ({ actor })),
        responses: choices
          .some(3, actors)
          .map((party) => ({ party, answer: 'ACCEPTED', conditions: ['One.'] })),
        events: [{ event: talks, role: 'TALKS' }],
      },
    ],
    positions: [{ slug: position, holder: who(), issue, stance: 'SUPPORT', summary: 'For it.' }],
    claims: [
      {
        ...{ directness: 'DIRECT_QUOTE', key: 'one', chain: [{ speaker: who(), act: 'ASSERT' }] },
        says: [
          { event: talks, field: 'INITIATOR', value: who() },
          { attempt, field: 'MEDIATOR', value: who() },
        ],
      },
      { source: post, directness: 'NARRATOR', says: [{ event: talks, field: 'INITIATOR', value: who() }] },
    ],
  };
}
