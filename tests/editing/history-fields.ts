import type { Choices } from './choices.ts';
import type { HistoryWorld, SluggedType } from './history-world.ts';

/** Fields of an input. */
export type Fields = Record<string, unknown>;

/** Few dates, so that some overlap, some are equal and some exclude one another. */
const dates = [
  { edtf: '2025-05-11' },
  { edtf: '2025-05' },
  { edtf: '2025-05-12', verbatim: 'Monday' },
  { edtf: '2025-05-11T08:17', timeZone: 'Asia/Kolkata', verbatim: 'this morning' },
  { edtf: '[..2025-05-06]' },
  { edtf: '2025-05-20/2025-05-22', inferred: ['YEAR'] },
  { edtf: '2024', inferred: ['YEAR'] },
  { edtf: '2025-05-11~', inferred: [] },
  { edtf: '2021-03-04', verbatim: null, timeZone: null },
];
const absences = ['UNKNOWN', 'NOT_STATED', 'NONE'];
const texts = ['One.', 'Another.', 'A third, of   many words.'];

/** Draws what the fields of records are given, by references to what a history has on record. */
export class FieldDrawer {
  readonly #choices: Choices;
  readonly #world: HistoryWorld;

  constructor(choices: Choices, world: HistoryWorld) {
    this.#choices = choices;
    this.#world = world;
  }

  /** All fields of a new record but its slug; one that need not be there is often left out. */
  create(type: SluggedType): Fields {
    const { required, optional } = this.#fields(type);
    const given: Fields = {};
    for (const [name, draw] of Object.entries(required)) given[name] = draw();
    for (const [name, draw] of Object.entries(optional)) if (this.#choices.once(2)) given[name] = draw();
    for (const [name, absence] of this.#absences(type))
      if (given[name] === undefined) given[absence] = this.#choices.pick(absences);
    return given;
  }

  /** Some fields of a record that is there, null where it takes a value away; now and then a field comes with its reason to be absent. */
  update(type: SluggedType): Fields {
    const { required, optional, left = [] } = this.#fields(type);
    const drawn = { ...required, ...optional };
    const names = Object.keys(drawn).filter((name) => !left.includes(name));
    const given: Fields = {};
    for (const name of [this.#choices.pick(names), ...this.#choices.some(2, names)]) {
      const absence = this.#absences(type).find(([field]) => field === name)?.[1];
      const takesAway = name in optional && this.#choices.once(4);
      given[name] = takesAway ? null : drawn[name]?.();
      if (takesAway && absence) given[absence] = this.#choices.pick(absences);
    }
    return given;
  }

  date(): Fields {
    return { ...this.#choices.pick(dates) };
  }

  actor(): string {
    return this.#choices.pick(this.#world.slugs('Actor'));
  }

  response(): Fields {
    return {
      party: this.actor(),
      answer: this.#choices.pick(['ACCEPTED', 'REJECTED', 'NO_RESPONSE', 'DENIES_ATTEMPT']),
      ...this.#maybe('inferred', () => this.#choices.once(2)),
      ...this.#maybe('date', () => this.date()),
      ...this.#maybe('conditions', () => this.#choices.list(2, () => this.#choices.pick(texts))),
    };
  }

  /** Somebody who acts, now and then in an office: of those who may hold one, mostly; whether they do is for the service to say. */
  acting(name: 'actor' | 'speaker'): Fields {
    if (!this.#choices.once(3)) return { [name]: this.actor() };
    return {
      [name]: this.#choices.once(5) ? this.actor() : this.#choices.pick(this.#world.persons),
      speakingAs: [this.#choices.pick(this.#world.slugs('Office'))],
    };
  }

  #maybe(name: string, draw: () => unknown): Fields {
    return this.#choices.once(2) ? { [name]: draw() } : {};
  }

  #absences(type: SluggedType): readonly [field: string, absence: string][] {
    if (type === 'Event')
      return [
        ['date', 'dateAbsence'],
        ['place', 'placeAbsence'],
      ];
    if (type === 'MediationAttempt')
      return [
        ['date', 'dateAbsence'],
        ['proposalOriginator', 'proposalOriginatorAbsence'],
      ];
    return [];
  }

  #one(type: SluggedType): () => string {
    return () => this.#choices.pick(this.#world.slugs(type));
  }

  #many(type: SluggedType, most = 2): () => string[] {
    return () => this.#choices.some(most, this.#world.slugs(type));
  }

  #items(most: number, draw: () => Fields): () => Fields[] {
    return () => this.#choices.list(most, draw);
  }

  #text(): () => string {
    return () => this.#choices.pick(texts);
  }

  #of(...values: readonly unknown[]): () => unknown {
    return () => this.#choices.pick(values);
  }

  #code(scheme: string): () => Fields[] {
    return this.#items(2, () => ({
      scheme,
      value: `${this.#world.name} ${this.#choices.below(6)}`,
      ...this.#maybe('validTo', () => '2020-12-31'),
    }));
  }

  #fields(type: SluggedType): {
    required: Record<string, () => unknown>;
    optional: Record<string, () => unknown>;
    /** What an update cannot change. */
    left?: readonly string[];
  } {
    switch (type) {
      case 'Actor':
        return {
          required: { name: this.#text(), kind: this.#of('STATE', 'UNIDENTIFIED', 'PERSON', 'COLLECTIVE') },
          optional: {
            memberOf: this.#one('Actor'),
            names: this.#items(2, () => ({
              ...{ text: this.#choices.pick(texts), kind: this.#choices.pick(['ALIAS', 'ACRONYM']) },
              ...this.#maybe('language', () => 'en'),
            })),
            identifiers: this.#code('ACLED'),
          },
        };
      case 'Office':
        return {
          required: { title: this.#text(), body: this.#one('Actor'), rank: this.#of('MINISTER', 'OTHER') },
          optional: {},
        };
      case 'Place':
        return {
          required: { name: this.#text() },
          optional: { partOf: this.#one('Place'), identifiers: this.#code('GEONAMES') },
        };
      case 'Issue':
        return { required: { name: this.#text() }, optional: { broader: this.#one('Issue') } };
      case 'Conflict':
        return {
          required: { name: this.#text() },
          optional: {
            names: this.#items(3, () => ({
              text: this.#choices.pick(['war', 'dispute']),
              ...this.#maybe('usedBy', () => this.actor()),
            })),
            parties: this.#many('Actor', 3),
            issues: this.#many('Issue'),
          },
        };
      case 'Source':
        return {
          required: { kind: this.#of('NEWS_ARTICLE', 'SOCIAL_POST'), title: this.#text() },
          optional: {
            ...{ publisher: this.#one('Actor'), author: this.#one('Actor'), published: () => this.date() },
            ...{ url: this.#of('https://example.org/a'), language: this.#of('en', 'ur') },
            ...{ licence: this.#text(), event: this.#one('Event') },
            ...{ embeddedIn: this.#one('Source'), reportsOn: this.#one('Source') },
            republishes: this.#one('Source'),
          },
        };
      case 'Event':
        return this.#eventFields();
      case 'MediationAttempt':
        return this.#attemptFields();
      case 'Position':
        return {
          required: {
            ...{ holder: this.#one('Actor'), issue: this.#one('Issue') },
            ...{ stance: this.#of('SUPPORT', 'OPPOSE', 'NEUTRAL'), summary: this.#text() },
          },
          optional: {
            ...{ publicity: this.#of('PUBLIC', 'RELAYED'), continuity: this.#of('NEW', 'REVERSED') },
            ...{ held: () => this.date(), conflict: this.#one('Conflict') },
            conditions: this.#items(2, () => ({
              text: this.#choices.pick(texts),
              ...this.#maybe('issue', this.#one('Issue')),
            })),
          },
        };
    }
  }

  #eventFields() {
    return {
      required: { type: this.#of('MEETING', 'CALL', 'ATTACK'), title: this.#text() },
      optional: {
        ...{ summary: this.#text(), date: () => this.date(), place: this.#one('Place') },
        ...{ channel: this.#of('PHONE', 'NOT_STATED'), repeated: this.#of(true, false) },
        ...{ count: this.#of(3, 60), countApproximate: this.#of(false, true) },
        ...{ conflict: this.#one('Conflict'), issues: this.#many('Issue', 3) },
        participants: this.#items(3, () => ({
          ...this.acting('actor'),
          role: this.#choices.pick(['INITIATOR', 'HOST', 'MEDIATOR']),
          ...this.#maybe('inferred', () => this.#choices.once(2)),
        })),
        relations: this.#items(2, () => ({
          type: this.#choices.pick(['BEFORE', 'AFTER', 'SAME_AS', 'RESPONSE_TO']),
          event: this.#one('Event')(),
          ...this.#maybe('inferred', () => this.#choices.once(2)),
        })),
        codings: this.#items(2, () => ({
          ...{ scheme: this.#choices.pick(['CAMEO_1_1B3', 'PLOVER_0_8']), code: '040', label: 'Consult' },
          ...this.#maybe('mode', () => 'meet'),
          ...this.#maybe('contexts', () => this.#choices.some(2, ['military', 'legal'])),
          ...this.#maybe('goldstein', () => this.#choices.pick([1, -0.1, 7.3])),
          ...this.#maybe('quadClass', () => 'VERBAL_COOPERATION'),
        })),
      },
    };
  }

  #attemptFields() {
    return {
      required: {
        title: this.#text(),
        mediators: this.#items(2, () => this.acting('actor')),
        responses: this.#items(2, () => this.response()),
      },
      optional: {
        ...{ summary: this.#text(), date: () => this.date(), proposalOriginator: this.#one('Actor') },
        ...{ kind: this.#of('MEDIATION', 'GOOD_OFFICES'), strategy: this.#of('DIRECTIVE', 'PROCEDURAL') },
        ...{ initiatedBy: this.#of('MEDIATOR', 'ONE_PARTY'), venue: this.#of('REMOTE', 'COMPOSITE') },
        ...{ conflict: this.#one('Conflict'), issues: this.#many('Issue', 3) },
        events: this.#items(2, () => ({
          event: this.#one('Event')(),
          role: this.#choices.pick(['TALKS', 'OFFER', 'RESULT_CEASEFIRE', 'BREAKDOWN']),
        })),
        possiblySameAs: this.#many('MediationAttempt'),
      },
      left: ['responses'],
    };
  }
}
