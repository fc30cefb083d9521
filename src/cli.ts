import { parseArgs } from 'node:util';
import {
  createApiKey,
  dump,
  listApiKeys,
  migrateDatabase,
  redact,
  reset,
  restore,
  revokeApiKey,
  schemaFile,
  seed,
} from './commands.ts';
import { InputError } from './kernel/errors.ts';
import { describeFailure, findObstacle } from './kernel/preconditions.ts';

const usage = `The command line of the service. DATA_DIR, or DATABASE_URL with MIGRATION_DATABASE_URL, name the database,
as for npm start.

  npm run seed -- NAME|FOLDER [--text FILE]   loads a folder of seeds/, or any other, into the record
  npm run migrate                             applies the migrations that the database has not had
  npm run key -- create --name NAME --role ROLE [--expires DAY|90d|never]
                                              makes an API key (reader, editor, curator or admin), for a year or until then
  npm run key -- list                         lists the API keys
  npm run key -- revoke ID|KEY                ends an API key at once
  npm run dump -- FILE                        writes the record into a file, which must not exist
  npm run restore -- FILE                     fills an empty database from such a file
  npm run redact -- --text TEXT|- --by NAME --reason WHY [--with TEXT] [--yes]
                                              takes a text out of the record and its history for good, after a question;
                                              - reads it from standard input, so that no list of commands holds it
  npm run redact -- --text TEXT|- --dry-run   says where a text stands
  npm run reset [-- --yes]                    empties the database, after a question
  npm run schema [-- --check]                 writes schema.graphql, or checks that it is up to date
`;

/** The one word that each command takes besides options; null where it takes none. */
const taken: Readonly<Record<string, string | null>> = {
  seed: 'the name of a seed or the path of a folder',
  migrate: null,
  'key create': null,
  'key list': null,
  'key revoke': 'the id of a key or a whole key',
  dump: 'the path of a new file',
  restore: 'the path of a dump',
  redact: null,
  reset: null,
  schema: null,
};

const commandNames = [...new Set(Object.keys(taken).map((name) => name.replace(/ .*/, '')))];

const obstacle = findObstacle();
const exitCode = obstacle === null ? await main() : fail(obstacle);
// The schema engine leaves a timer of ten seconds behind; what was printed is written out first.
process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));

function fail(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}

/** Runs the command that the arguments name, and gives the exit code. */
async function main(): Promise<number> {
  try {
    const { values, positionals } = readArguments();
    const [command, ...rest] = positionals;
    const [argument, ...more] = rest;
    if (values.help) {
      process.stdout.write(usage);
      return 0;
    }
    if (command === 'key') {
      const [id, ...others] = more;
      if (argument === 'revoke' && others.length === 0) return await revokeApiKey(id);
      if (argument === 'create' && more.length === 0) return await createApiKey(values);
      if (argument === 'list' && more.length === 0) return await listApiKeys();
    } else if (more.length === 0) {
      if (command === 'seed' && argument) return await seed(argument, values.text ?? null);
      if (command === 'dump' && argument) return await dump(argument);
      if (command === 'restore' && argument) return await restore(argument);
      if (argument === undefined) {
        if (command === 'migrate') return await migrateDatabase();
        if (command === 'reset') return await reset(values.yes);
        if (command === 'redact') return await redact(values);
        if (command === 'schema') return await schemaFile(values.check);
      }
    }
    process.stderr.write(command === undefined ? usage : `${await explain(command, rest)}\n\n${usage}`);
    return 1;
  } catch (error) {
    return fail(describeFailure(error));
  }
}

/** Says what is wrong with the words that were given. What may be a key or a text to redact is not repeated. */
async function explain(command: string, rest: readonly string[]): Promise<string> {
  const { showGiven } = await import('./auth/key-request.ts');
  if (!commandNames.includes(command))
    return `${showGiven(command)} was given, and one of ${commandNames.join(', ')} is taken.`;
  const name = command === 'key' ? `key ${rest[0]}` : command;
  const word = taken[name];
  if (word === undefined) return `key: ${showGiven(rest[0])} was given, and create, list or revoke is taken.`;
  const count = command === 'key' ? rest.length - 1 : rest.length;
  if (count === 0) return `${name}: nothing was given, and ${word} is taken.`;
  const [given, most] = [count === 1 ? '1 word was' : `${count} words were`, word === null ? 'none' : '1'];
  return `${name}: besides options ${given} given, and ${most} is taken; put what has spaces into quotation marks.`;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        text: { type: 'string' },
        yes: { type: 'boolean', short: 'y', default: false },
        check: { type: 'boolean', default: false },
        name: { type: 'string' },
        role: { type: 'string' },
        expires: { type: 'string' },
        with: { type: 'string' },
        by: { type: 'string' },
        reason: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new InputError(
      `${error instanceof Error ? error.message.replace(/\. .*/s, '.') : String(error)} npm run ${commandNames.find((name) => name === process.argv[2]) ?? 'seed'} -- --help lists what is taken.`,
      { cause: error },
    );
  }
}
