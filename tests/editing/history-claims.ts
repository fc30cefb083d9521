import type { Choices } from './choices.ts';
import type { FieldDrawer, Fields } from './history-fields.ts';
import type { HistoryWorld } from './history-world.ts';

/** Draws one claim about a record of the history, with its chain. */
export function drawClaim(choices: Choices, world: HistoryWorld, drawer: FieldDrawer): Fields {
  return {
    source: choices.pick(world.slugs('Source')),
    directness: choices.pick(['NARRATOR', 'DIRECT_QUOTE']),
    ...(choices.once(3) ? { passage: { exact: 'As it was said.', start: 7 } } : {}),
    chain: choices.list(2, () => ({
      ...(choices.once(5) ? { speakerText: 'officials' } : drawer.acting('speaker')),
      act: choices.pick(['ASSERT', 'DENY']),
      ...(choices.once(3) ? { hearer: drawer.actor(), hearerInferred: choices.once(2) } : {}),
      ...(choices.once(4) ? { verb: 'said', said: drawer.date() } : {}),
    })),
    ...(choices.once(4) && world.claims.length > 0 ? { supersedes: choices.pick(world.claims) } : {}),
  };
}

/** Draws what a claim says of which record. */
export function drawSaying(choices: Choices, world: HistoryWorld, drawer: FieldDrawer): Fields {
  const said = choices.pick([sayOfEvent, sayOfEvent, sayOfAttempt, sayOfResponse, sayOfPosition]);
  return {
    ...said(choices, world, drawer),
    ...(choices.once(4) ? { polarity: 'DENIES' } : {}),
  };
}

type Say = (choices: Choices, world: HistoryWorld, drawer: FieldDrawer) => Fields;

const sayOfEvent: Say = (choices, world, drawer) => ({
  event: choices.pick(world.slugs('Event')),
  ...choices.pick<() => Fields>([
    () => ({ field: 'DATE', date: drawer.date() }),
    () => ({ field: 'INITIATOR', value: drawer.actor() }),
    () => ({ field: 'PARTICIPANT', value: drawer.actor(), role: choices.pick(['HOST', 'INITIATOR']) }),
    () => ({ field: 'PLACE', value: choices.pick(world.slugs('Place')) }),
    () => ({ field: 'OCCURRENCE' }),
    () => ({ field: 'COUNT', value: choices.pick(['3', '60~']) }),
    () => ({
      field: 'RELATION',
      value: choices.pick(world.slugs('Event')),
      relation: choices.pick(['AFTER', 'BEFORE']),
    }),
    () => ({ field: 'INITIATOR', text: 'a neighbour' }),
  ])(),
});

const sayOfAttempt: Say = (choices, world, drawer) => ({
  attempt: choices.pick(world.slugs('MediationAttempt')),
  ...choices.pick<() => Fields>([
    () => ({ field: 'ORIGINATOR', value: drawer.actor() }),
    () => ({ field: 'MEDIATOR', value: drawer.actor() }),
    () => ({ field: 'OUTCOME', value: choices.pick(['CEASEFIRE', 'UNSUCCESSFUL']) }),
    () => ({ field: 'DATE', date: drawer.date() }),
  ])(),
});

/** Whether the party has answered is for the service to say. */
const sayOfResponse: Say = (choices, world, drawer) => ({
  response: `${choices.pick(world.slugs('MediationAttempt'))}/${drawer.actor()}`,
  field: 'RESPONSE',
  value: choices.pick(['ACCEPTED', 'REJECTED', 'DENIES_ATTEMPT']),
});

const sayOfPosition: Say = (choices, world) => ({
  position: choices.pick(world.slugs('Position')),
  ...choices.pick<Fields>([
    { field: 'STANCE', value: 'SUPPORT' },
    { field: 'STANCE', value: 'OPPOSE' },
    { field: 'CONDITION', value: 'One.' },
  ]),
});
