/**
 * Stands in for the schema engine binary that Prisma's command line would download: the same engine compiled
 * to WebAssembly, behind the same protocol. `prisma.config.ts` points the command line at it.
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { databaseOf, withDatabase } from '../src/kernel/postgres/address.ts';
import { openSchemaEngine, type SchemaEngine, takePanic } from '../src/kernel/schema-engine.ts';

interface Request {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true },
    datasource: { type: 'string' },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
  },
});

const datasource = JSON.parse(typeof values.datasource === 'string' ? values.datasource : '{}') as {
  url?: string;
  shadowDatabaseUrl?: string;
};
const url = datasource.url ?? '';

if (positionals[0] === 'cli') process.exitCode = await runOnce(positionals[1]);
else await serve();

/** `cli can-connect-to-database` and `cli create-database` answer by their exit code and a log line. */
async function runOnce(command: string | undefined): Promise<number> {
  try {
    if (command === 'can-connect-to-database') await execute(url, 'SELECT 1');
    else if (command === 'create-database') {
      await execute(withDatabase(url, 'postgres'), `CREATE DATABASE ${pg.escapeIdentifier(databaseOf(url))}`);
    } else throw new Error(`The command ${command} is not known.`);
    return 0;
  } catch (error) {
    logError(error instanceof Error ? error.message : String(error), prismaCode(error));
    return 1;
  }
}

async function execute(address: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Prisma's code for what went wrong; the command line creates the database upon P1003. */
function prismaCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === '3D000') return 'P1003';
  if (code === '42P04') return 'P1009';
  if (code === '28P01' || code === '28000') return 'P1000';
  return 'P1001';
}

/** The command line skips the first line of stderr and reads the others as a log of JSON. */
function logError(message: string, code: string): void {
  const line = { level: 'ERROR', target: 'schema_engine::logger', fields: { message, error_code: code } };
  process.stderr.write(`\n${JSON.stringify({ timestamp: new Date().toISOString(), ...line })}\n`);
}

/** A panic of the engine surfaces outside the call that caused it; 101 is how the binary exits then. */
process.on('uncaughtException', (error) => {
  logError(takePanic() ?? error.message, 'P0000');
  process.exit(101);
});

/** Answers requests, a line of JSON each, until stdin ends. */
async function serve(): Promise<void> {
  const paths = (values.datamodels ?? []) as string[];
  const datamodels = await Promise.all(
    paths.map(async (path): Promise<[string, string]> => [path, await readFile(path, 'utf8')]),
  );
  const shadowUrl = datasource.shadowDatabaseUrl ?? null;
  let engine: Promise<SchemaEngine> | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line) as Partial<Request>;
    // The command line acknowledges what it was asked to print.
    if (method === undefined) continue;
    try {
      engine ??= openSchemaEngine({ url, shadowUrl, datamodels });
      const result = await call(await engine, method, params);
      if (method === 'diff') print(result);
      reply({ id, result });
    } catch (error) {
      reply({ id, error: { code: 4466, message: 'The schema engine refused.', data: describe(error) } });
    }
  }
  await (await engine)?.close();
  process.exit(0);
}

async function call({ methods }: SchemaEngine, method: string, params: unknown): Promise<unknown> {
  const name = method === 'getDatabaseVersion' ? 'version' : method;
  const operation: unknown = Reflect.get(methods, name);
  if (typeof operation !== 'function') throw new Error(`The schema engine has no method ${method}.`);
  return (await operation.call(methods, params)) ?? null;
}

/** A difference is for people: the command line prints it when it is asked to, and reads only the exit code. */
function print(difference: unknown): void {
  const { stdout } = difference as { stdout?: string | null };
  if (stdout) reply({ id: 0, method: 'print', params: { content: stdout } });
}

function describe(error: unknown): { message: string; error_code?: string; is_panic: boolean } {
  const panic = takePanic();
  if (panic !== undefined) return { message: panic, is_panic: true };
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return {
    message: error instanceof Error ? error.message : String(error),
    error_code: code,
    is_panic: false,
  };
}

function reply(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}
