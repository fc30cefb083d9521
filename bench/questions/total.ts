import { actorsByActivity, hotAndCold } from './draw.ts';
import { object } from './json.ts';
import { idOf, type Question } from './question.ts';

export const total: Question = {
  name: 'total',
  title: 'how many events an actor has (totalCount)',
  tuned: false,
  grows: true,
  service: ({ actor }) => ({
    query: 'query Total($actor: ID!) { actor(id: $actor) { slug events { totalCount } } }',
    variables: { actor: idOf('Actor', actor) },
  }),
  peer: ({ actor }) => ({
    query: `query Total($actor: UUID!) { actorByRowId(rowId: $actor) { slug eventActorsByActorId(condition: { origin: CURATED, retracted: false }) { totalCount } } }`,
    variables: { actor },
  }),
  fromPeer: ({ actorByRowId: { slug, eventActorsByActorId } }) => ({
    actor: { slug, events: eventActorsByActorId },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${object(`SELECT t.slug, ${object(`SELECT (SELECT count(*) FROM event_actor e WHERE e.actor_id = t.id AND e.origin = 'CURATED' AND NOT e.retracted) AS "totalCount"`)} AS events
      FROM actor t WHERE t.id = $1::uuid`)} AS actor`,
    )}::text`,
    values: ({ actor }) => [actor],
  },
  draw: async (client, random) =>
    hotAndCold(random, await actorsByActivity(client)).map(({ id }) => ({ actor: id })),
};
