import fc from 'fast-check';
import type { TestDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { Choices, numbers } from './choices.ts';
import { type Result, send } from './editors.ts';
import { named } from './final-forms.ts';
import { drawClaim, drawSaying } from './history-claims.ts';
import { FieldDrawer, type Fields } from './history-fields.ts';
import { firstDocument } from './history-scene.ts';
import { type HistoryWorld, type SluggedType, sluggedTypes } from './history-world.ts';

/** What a step of a random history does; what it does it to follows from its numbers and from what is there. */
const deeds = [
  ...['create', 'update', 'update', 'update', 'updateRecord', 'updateRecord', 'updateRecord'],
  ...[
    'respond',
    'respond',
    'claim',
    'claim',
    'claim',
    'claimOnResponse',
    'document',
    'tenure',
    'repeat',
    'repeat',
  ],
  ...[
    'retract',
    'retract',
    'restore',
    'restore',
    'retractClaim',
    'restoreClaim',
    'merge',
    'merge',
    'refused',
  ],
] as const;
type Deed = (typeof deeds)[number];

export const steps = fc.array(fc.record({ does: fc.constantFrom(...deeds), numbers }), {
  minLength: 3,
  maxLength: 12,
});
export type Step = { does: Deed; numbers: readonly number[] };

/** What was sent and what came of it, for the tale of a failure. */
export interface Taken {
  mutation: string;
  input: Fields;
  result: Result;
}

const retractable = ['Event', 'MediationAttempt', 'Position'] as const;

/** Takes the steps of one history, one after the other. */
export class HistoryEditor {
  readonly #db: TestDatabase;
  readonly #world: HistoryWorld;

  constructor(db: TestDatabase, world: HistoryWorld) {
    this.#db = db;
    this.#world = world;
  }

  /** Puts on record what the steps are about. */
  begin(numbers: readonly number[]): Promise<Taken> {
    const choices = new Choices(numbers);
    return this.#document(firstDocument(choices, this.#world));
  }

  take({ does, numbers: given }: Step): Promise<Taken> {
    const choices = new Choices(given);
    const world = this.#world;
    const drawer = new FieldDrawer(choices, world);
    switch (does) {
      case 'create':
        return this.#create(choices.pick(['Event', 'MediationAttempt', ...sluggedTypes]), drawer);
      case 'update':
        return this.#update(choices, choices.pick(sluggedTypes), drawer);
      case 'updateRecord':
        return this.#update(choices, choices.pick(retractable), drawer);
      case 'tenure':
        return this.#tenure(choices, drawer);
      case 'repeat':
        return this.#repeat(choices);
      case 'respond':
        return this.#send('recordResponse', {
          attempt: choices.pick(world.slugs('MediationAttempt')),
          ...drawer.response(),
        });
      case 'claim':
        return this.#claim({
          ...drawClaim(choices, world, drawer),
          ...drawSaying(choices, world, drawer),
        });
      case 'claimOnResponse':
        return this.#claimOnResponse(choices, drawer);
      case 'document':
        return this.#document(this.#drawDocument(choices, drawer));
      case 'retract':
      case 'restore':
        return this.#retract(choices, does);
      case 'retractClaim':
      case 'restoreClaim':
        return this.#retractClaim(choices, does);
      case 'merge':
        return this.#merge(choices, drawer);
      case 'refused':
        return this.#refused(choices, drawer);
    }
  }

  async #send(mutation: string, input: Fields, payload = ''): Promise<Taken> {
    return { mutation, input, result: await send(this.#db, mutation, input, payload) };
  }

  async #create(type: SluggedType, drawer: FieldDrawer): Promise<Taken> {
    const slug = this.#world.propose(type);
    const taken = await this.#send(`create${type}`, { slug, ...drawer.create(type) });
    if (isDone(taken)) this.#world.keep(type, slug);
    return taken;
  }

  async #update(choices: Choices, type: SluggedType, drawer: FieldDrawer): Promise<Taken> {
    const slug = choices.pick(this.#world.slugs(type));
    return this.#send(`update${type}`, {
      id: slug,
      version: await this.#versionOf(type, slug),
      ...drawer.update(type),
    });
  }

  async #tenure(choices: Choices, drawer: FieldDrawer): Promise<Taken> {
    const dates = { started: drawer.date(), ...(choices.once(2) ? { ended: drawer.date() } : {}) };
    if (choices.once(3) && this.#world.tenures.length > 0) {
      const id = choices.pick(this.#world.tenures);
      return this.#send('updateTenure', { id, version: await this.#versionOf('Tenure', id), ...dates });
    }
    const office = choices.pick(this.#world.slugs('Office'));
    const taken = await this.#send(
      'createTenure',
      { holder: choices.pick(this.#world.persons), office, ...dates },
      'tenure { id }',
    );
    if (isDone(taken)) this.#world.tenures.push((taken.result.tenure as { id: string }).id);
    return taken;
  }

  async #claim(input: Fields): Promise<Taken> {
    const taken = await this.#send('addClaim', input, 'claim { id }');
    if (isDone(taken)) this.#world.claims.push((taken.result.claim as { id: string }).id);
    return taken;
  }

  /** A claim on a response that is there. */
  async #claimOnResponse(choices: Choices, drawer: FieldDrawer): Promise<Taken> {
    const attempt = choices.pick(this.#world.slugs('MediationAttempt'));
    const { data } = await execute<{
      mediationAttempt: { responses: { id: string; party: { slug: string } }[] };
    }>(this.#db, `{ mediationAttempt(id: "${attempt}") { responses { id party { slug } } } }`);
    const { responses } = data.mediationAttempt;
    const answer = choices.pick(['ACCEPTED', 'REJECTED']);
    const response = responses.length > 0 ? choices.pick(responses) : null;
    const name = choices.once(2) ? response?.id : `${attempt}/${response?.party.slug ?? drawer.actor()}`;
    const subject = { response: name ?? `${attempt}/nobody`, field: 'RESPONSE', value: answer };
    return this.#claim({ ...drawClaim(choices, this.#world, drawer), ...subject });
  }

  #drawDocument(choices: Choices, drawer: FieldDrawer): Fields {
    const world = this.#world;
    const claims = choices.list(3, () => {
      const { source: _, ...claim } = drawClaim(choices, world, drawer);
      return { ...claim, says: [drawSaying(choices, world, drawer), drawSaying(choices, world, drawer)] };
    });
    const source = { slug: world.propose('Source'), ...drawer.create('Source') };
    const events = choices.list(1, () => ({ slug: world.propose('Event'), ...drawer.create('Event') }));
    return { source, events, claims };
  }

  /** Sends a whole document and keeps the names of all that it puts on record. */
  async #document(input: Fields): Promise<Taken> {
    const world = this.#world;
    const payload = 'source { claims(first: 50) { nodes { id } } }';
    const taken = await this.#send('recordSource', input, payload);
    if (!isDone(taken)) return taken;
    const { claims } = taken.result.source as { claims: { nodes: { id: string }[] } };
    world.claims.push(...claims.nodes.map(({ id }) => id));
    world.keep('Source', (input.source as { slug: string }).slug);
    const lists: Readonly<Record<string, SluggedType>> = {
      ...{ actors: 'Actor', offices: 'Office', places: 'Place', issues: 'Issue', conflicts: 'Conflict' },
      ...{ events: 'Event', sources: 'Source', attempts: 'MediationAttempt', positions: 'Position' },
    };
    for (const [list, type] of Object.entries(lists))
      for (const { slug } of (input[list] ?? []) as { slug: string }[]) world.keep(type, slug);
    return taken;
  }

  async #retract(choices: Choices, does: 'retract' | 'restore'): Promise<Taken> {
    const { retracted } = this.#world;
    const type = choices.pick(retractable);
    const id = choices.pick(this.#world.slugs(type));
    if (does === 'restore') {
      const last = retracted.findLast((each) => each.type !== 'Claim') ?? { type, id };
      const taken = await this.#send(`restore${last.type}`, { id: last.id });
      if (isDone(taken)) retracted.splice(retracted.indexOf(last), 1);
      return taken;
    }
    const replacedBy = choices.once(3) ? { replacedBy: choices.pick(this.#world.slugs(type)) } : {};
    const taken = await this.#send(`retract${type}`, { id, reason: 'It was told twice.', ...replacedBy });
    if (isDone(taken)) retracted.push({ type, id });
    return taken;
  }

  async #retractClaim(choices: Choices, does: 'retractClaim' | 'restoreClaim'): Promise<Taken> {
    const { claims, retracted } = this.#world;
    const id = claims.length > 0 ? choices.pick(claims) : 'none';
    if (does === 'restoreClaim') {
      const last = retracted.findLast((each) => each.type === 'Claim') ?? { type: 'Claim', id };
      const taken = await this.#send(does, { id: last.id });
      if (isDone(taken)) retracted.splice(retracted.indexOf(last), 1);
      return taken;
    }
    const taken = await this.#send(does, { id, reason: 'Misheard.' });
    if (isDone(taken)) retracted.push({ type: 'Claim', id });
    return taken;
  }

  /** Gives the lists of a record once more as they are: that is no change, however they are kept. */
  async #repeat(choices: Choices): Promise<Taken> {
    const type = choices.pick(['Event', 'MediationAttempt'] as const);
    const id = choices.pick(this.#world.slugs(type));
    const version = await this.#versionOf(type, id);
    const lists =
      type === 'Event'
        ? 'participants { actor { slug } role inferred speakingAs { office { slug } } } relations { type inferred event { slug } } issues { slug }'
        : 'mediators { actor { slug } speakingAs { office { slug } } } possiblySameAs { slug } events { role event { slug } }';
    const root = type === 'Event' ? 'event' : 'mediationAttempt';
    const { data } = await execute<{ found: Fields }>(
      this.#db,
      `{ found: ${root}(id: "${id}") { ${lists} } }`,
    );
    const given = named(data.found) as Fields;
    const some = Object.fromEntries(choices.some(2, Object.keys(given)).map((list) => [list, given[list]]));
    return this.#send(`update${type}`, { id, version, ...some });
  }

  async #merge(choices: Choices, drawer: FieldDrawer): Promise<Taken> {
    const world = this.#world;
    // Persons are merged with persons only; now and then it is anybody with anybody.
    const others = world.slugs('Actor').filter((slug) => !world.persons.includes(slug));
    const pool = choices.pick([world.persons, others]).filter((slug) => world.survivorOf(slug) === slug);
    const anybody = choices.once(6) || pool.length < 2;
    const survivor = anybody ? drawer.actor() : choices.pick(pool);
    const merged = anybody ? drawer.actor() : choices.pick(pool.filter((slug) => slug !== survivor));
    const taken = await this.#send('mergeActors', { survivor, merged });
    if (isDone(taken)) this.#world.merge(this.#world.survivorOf(merged), this.#world.survivorOf(survivor));
    return taken;
  }

  /** What has to be refused, whatever there is. */
  async #refused(choices: Choices, drawer: FieldDrawer): Promise<Taken> {
    const type = choices.pick(sluggedTypes);
    const id = choices.pick(this.#world.slugs(type));
    const taken = await choices.pick<() => Promise<Taken>>([
      async () => {
        const version = (await this.#versionOf(type, id)) + 1;
        return this.#send(`update${type}`, { id, version, ...drawer.update(type) });
      },
      () => this.#send(`create${type}`, { slug: id, ...drawer.create(type) }),
      () =>
        this.#send('createEvent', {
          slug: this.#world.propose('Event'),
          ...drawer.create('Event'),
          participants: [{ actor: 'nobody-at-all', role: 'HOST' }],
        }),
      () => this.#send('retractEvent', { id: `${this.#world.name}-none`, reason: 'It is not there.' }),
    ])();
    if (isDone(taken)) throw new Error(`${taken.mutation} was not refused: ${JSON.stringify(taken.input)}`);
    return taken;
  }

  async #versionOf(type: SluggedType | 'Tenure', id: string): Promise<number> {
    const root = type === 'Tenure' ? 'node' : `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
    const { data } = await execute<{ found: { version: number } }>(
      this.#db,
      `{ found: ${root}(id: "${id}") { ... on ${type} { version } } }`,
    );
    return data.found.version;
  }
}

/** Whether a step was made. */
export function isDone({ result }: Taken): boolean {
  return result.__typename.endsWith('Payload');
}
