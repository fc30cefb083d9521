import { resolve } from 'node:path';
import { InputError } from './errors.ts';
import { type Limits, readLimits } from './limits.ts';
import { type CorsOrigins, parseCorsOrigins } from './limits-origins.ts';
import { type OidcSettings, readOidc } from './oidc.ts';

/** All that the environment decides. */
export interface Config {
  /** Where the service listens. */
  readonly host: string;
  readonly port: number;
  /** The address of a Postgres of one's own; null where the service runs one itself. */
  readonly databaseUrl: string | null;
  /** The same Postgres as the owner of the tables; null where one address is for everything. */
  readonly migrationDatabaseUrl: string | null;
  /** Where the service's own Postgres keeps its data. */
  readonly dataDir: string;
  /** What an empty record is filled with at the start: a folder of `seeds/`, or nothing. */
  readonly seed: string | null;
  /** The article's text, against which its seed is checked; null where it is not at hand. */
  readonly articleText: string | null;
  readonly corsOrigins: CorsOrigins;
  /** Milliseconds that a request may take. */
  readonly requestTimeoutMs: number;
  /** Milliseconds that a statement may take: less, so that the database gives up before the request does. */
  readonly statementTimeoutMs: number;
  readonly playground: boolean;
  /** Whether operations are compiled to one statement each; without it every one runs on the ordinary path. */
  readonly planner: boolean;
  readonly limits: Limits;
  /** Whether whoever sends no credential may read. */
  readonly publicReading: boolean;
  /** The issuer whose tokens are taken; null where API keys alone are. */
  readonly oidc: OidcSettings | null;
  /** Subscriptions that may be open at once. */
  readonly mostSubscriptions: number;
  readonly logLevel: LogLevel;
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings from the environment; an empty variable counts as one that is not set.
 * @throws InputError when a variable has a value that it cannot have.
 */
export function readConfig(env: Environment): Config {
  const requestTimeoutMs = readNumber(env, 'REQUEST_TIMEOUT_MS', 10_000, 100, 3_600_000);
  return {
    host: env.HOST || 'localhost',
    port: readNumber(env, 'PORT', 4000, 0, 65_535),
    ...readAddresses(env),
    dataDir: resolve(env.DATA_DIR || '.data'),
    seed: readSeed(env.SEED),
    articleText: env.ARTICLE_TEXT || null,
    corsOrigins: parseCorsOrigins(env.CORS_ORIGINS),
    requestTimeoutMs,
    statementTimeoutMs: Math.ceil(requestTimeoutMs * 0.8),
    playground: readChoice(env, 'PLAYGROUND', ['on', 'off'], 'on') === 'on',
    planner: readChoice(env, 'PLANNER', ['on', 'off'], 'on') === 'on',
    limits: readLimits(env),
    publicReading: readChoice(env, 'READING', ['public', 'closed'], 'public') === 'public',
    oidc: readOidc(env),
    mostSubscriptions: readNumber(env, 'LIMIT_SUBSCRIPTIONS', 1_000, 0, 100_000),
    logLevel: readChoice(env, 'LOG_LEVEL', logLevels, 'info'),
  };
}

function readNumber(env: Environment, name: string, fallback: number, least: number, most: number): number {
  const given = env[name];
  if (!given) return fallback;
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new InputError(
      `${name} is "${given}", and must be a whole number from ${least} to ${most}; leave it out for ${fallback}.`,
    );
  return value;
}

function readChoice<T extends string>(env: Environment, name: string, choices: readonly T[], fallback: T): T {
  const given = env[name];
  if (!given) return fallback;
  const choice = choices.find((known) => known === given);
  if (!choice)
    throw new InputError(
      `${name} is "${given}", and must be one of ${choices.join(', ')}; leave it out for ${fallback}.`,
    );
  return choice;
}

const seedName = /^[a-z0-9-]+$/;

function readSeed(given: string | undefined): string | null {
  const name = given || 'article';
  if (!seedName.test(name))
    throw new InputError(
      `SEED is "${name}", and must be a folder of seeds/, such as article, or none; load a folder from elsewhere with npm run seed.`,
    );
  return name === 'none' ? null : name;
}

function readAddresses(env: Environment): Pick<Config, 'databaseUrl' | 'migrationDatabaseUrl'> {
  const databaseUrl = readAddress(
    env,
    'DATABASE_URL',
    'Leave it out to have the service run a Postgres of its own.',
  );
  const migrationDatabaseUrl = readAddress(
    env,
    'MIGRATION_DATABASE_URL',
    'Leave it out to have DATABASE_URL stand for both.',
  );
  if (migrationDatabaseUrl !== null && databaseUrl === null)
    throw new InputError(
      'MIGRATION_DATABASE_URL is set, and DATABASE_URL is not; set both, to the owner of the tables and to the role that serves, or neither to have the service run a Postgres of its own.',
    );
  return { databaseUrl, migrationDatabaseUrl };
}

/** The address is never repeated in a message: it may hold a password. */
function readAddress(env: Environment, name: string, without: string): string | null {
  const given = env[name];
  if (!given) return null;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !/^postgres(?:ql)?:$/.test(url.protocol))
    throw new InputError(
      `${name} is no address of a Postgres database; it must look like postgresql://user:password@host:5432/database. ${without}`,
    );
  return given;
}
