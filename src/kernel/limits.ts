import { InputError } from './errors.ts';

/** What one request may ask for. Every bound is inclusive: a request that reaches it is still served. */
export interface Limits {
  /** Bytes of a request body, as sent. */
  readonly bodyBytes: number;
  /** Words and signs of a document. Validation takes its square at worst: a third of a second here. */
  readonly tokens: number;
  /** Fields inside fields, through fragments. */
  readonly depth: number;
  /** Aliases of a document. */
  readonly aliases: number;
  /** Aliases of one field of one type: the same list asked for again and again. */
  readonly aliasesOfField: number;
  /** Directives of a document. */
  readonly directives: number;
  /** Fields at the root of one operation, through fragments. */
  readonly rootFields: number;
  /** Validation errors that are found before the rest of the document is left unread. */
  readonly validationErrors: number;
  /** Objects that an operation may have to fetch, by its arguments. */
  readonly cost: number;
  /** Characters of an answer. */
  readonly answer: number;
}

/** Generous to a person and to a front end; each is far above what the playground and Relay send. */
export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 262_144,
  tokens: 2_500,
  depth: 20,
  aliases: 100,
  aliasesOfField: 30,
  directives: 50,
  rootFields: 20,
  validationErrors: 10,
  cost: 50_000,
  answer: 16_000_000,
};

const VARIABLES: Readonly<Record<keyof Limits, string>> = {
  bodyBytes: 'LIMIT_BODY_BYTES',
  tokens: 'LIMIT_TOKENS',
  depth: 'LIMIT_DEPTH',
  aliases: 'LIMIT_ALIASES',
  aliasesOfField: 'LIMIT_ALIASES_OF_FIELD',
  directives: 'LIMIT_DIRECTIVES',
  rootFields: 'LIMIT_ROOT_FIELDS',
  validationErrors: 'LIMIT_VALIDATION_ERRORS',
  cost: 'LIMIT_COST',
  answer: 'LIMIT_ANSWER',
};

/**
 * The limits that the environment asks for, over the defaults.
 *
 * @throws {InputError} when a variable is set to something other than a whole number above zero.
 */
export function readLimits(env: Readonly<Record<string, string | undefined>>): Limits {
  const limits: Record<keyof Limits, number> = { ...DEFAULT_LIMITS };
  for (const name of Object.keys(VARIABLES) as (keyof Limits)[]) {
    const given = env[VARIABLES[name]];
    if (given === undefined || given === '') continue;
    if (!/^[1-9]\d{0,9}$/.test(given)) {
      throw new InputError(
        `${VARIABLES[name]} is "${given}", and must be a whole number above zero; leave it out for ${DEFAULT_LIMITS[name]}.`,
      );
    }
    limits[name] = Number(given);
  }
  return limits;
}
