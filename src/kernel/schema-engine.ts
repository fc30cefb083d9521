import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQueryable,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { sessionConfig, withDatabase } from './postgres/address.ts';

export interface SchemaEngine {
  readonly methods: bindings.SchemaEngine;
  /** Closes its connections, and drops a shadow database that it made. */
  close(): Promise<void>;
}

export interface SchemaEngineOptions {
  /** The address of the database that is migrated. */
  readonly url: string;
  /** An empty database to try migrations in; one is created beside the first and dropped when it is null. */
  readonly shadowUrl?: string | null;
  /** Paths and contents of the Prisma schema, where the caller's question needs it. */
  readonly datamodels?: [path: string, content: string][];
}

/**
 * Prisma's own schema engine, compiled to WebAssembly, on the driver `pg`: what `prisma migrate` does with a
 * binary that it downloads. Its methods throw where the engine refuses.
 */
export async function openSchemaEngine(options: SchemaEngineOptions): Promise<SchemaEngine> {
  await loadEngine();
  const adapters: SqlDriverAdapter[] = [];
  const factory = adapterFactory(options.url, options.shadowUrl ?? null, adapters);
  const methods = await bindings.SchemaEngine.new(
    { datamodels: options.datamodels?.length ? options.datamodels : undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  return {
    methods,
    async close() {
      await Promise.all(adapters.map((adapter) => adapter.dispose()));
    },
  };
}

/** The version of the engine, which is the commit that it was built from. */
export async function schemaEngineVersion(): Promise<string> {
  await loadEngine();
  return bindings.version();
}

let loading: Promise<void> | undefined;

function loadEngine(): Promise<void> {
  loading ??= instantiate();
  return loading;
}

/** Node 20 cannot import WebAssembly as a module, so the package's own entry file is of no use here. */
async function instantiate(): Promise<void> {
  // The engine reports a panic here before it aborts; without the registry the abort hides the reason.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message(message: string) {
        panic = message;
      },
    },
  });
  const { resolve } = createRequire(import.meta.url);
  const file = join(dirname(resolve('@prisma/schema-engine-wasm/schema_engine_bg')), 'schema_engine_bg.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

let panic: string | undefined;

/** What the engine said when it panicked, once. */
export function takePanic(): string | undefined {
  const message = panic;
  panic = undefined;
  return message;
}

/**
 * `@prisma/adapter-pg` with the faults mended that only migrations meet: types of the catalogue that it refuses,
 * scripts that it cuts in pieces, and a shadow database that it never reaches or leaves behind.
 */
function adapterFactory(
  url: string,
  shadowUrl: string | null,
  opened: SqlDriverAdapter[],
): SqlMigrationAwareDriverAdapterFactory {
  const open = async (address: string, afterClosing?: () => Promise<void>) => {
    const adapter = await connect(address, afterClosing);
    opened.push(adapter);
    return adapter;
  };
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => open(url),
    async connectToShadowDb() {
      if (shadowUrl !== null) {
        const shadow = await open(shadowUrl);
        await shadow.executeScript('DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public');
        return shadow;
      }
      const main = await connect(url);
      const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
      await main.executeScript(`CREATE DATABASE "${database}" TEMPLATE template0`);
      return open(withDatabase(url, database), async () => {
        await main.executeScript(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
        await main.dispose();
      });
    },
  };
}

async function connect(url: string, afterClosing?: () => Promise<void>): Promise<SqlDriverAdapter> {
  // One connection that is never given up: the engine's advisory lock belongs to a session.
  const pool = new pg.Pool({
    ...sessionConfig(url, 'demarche migrate'),
    max: 1,
    idleTimeoutMillis: 0,
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    // A pool listens on those of its clients alone that nobody uses.
    client.on('error', () => undefined);
    passCharAsText(client);
  });
  // The pool's own query method bypasses the one that passCharAsText puts on the client.
  const query = async (config: pg.QueryConfig) => {
    const client = await pool.connect();
    try {
      return await client.query(config);
    } finally {
      client.release();
    }
  };
  const adapter = await new PrismaPg(Object.assign(pool, { query })).connect();
  let disposed: Promise<void> | undefined;
  const startTransaction = adapter.startTransaction.bind(adapter);
  return Object.assign(adapter, {
    queryRaw: readingChar(adapter),
    // The adapter would cut a script at each semicolon, inside the bodies of functions too.
    async executeScript(script: string) {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    },
    async startTransaction() {
      const transaction = await startTransaction();
      return Object.assign(transaction, { queryRaw: readingChar(transaction) });
    },
    dispose() {
      disposed ??= pool.end().then(afterClosing);
      return disposed;
    },
  });
}

const charOid = 18;
const textOid = 25;

/** Which columns of a result are of the type "char", by its rows. */
const charColumns = new WeakMap<object, number[]>();

/** The catalogue's "char" columns, whose type the adapter refuses, pass it as text. */
function passCharAsText(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (config: pg.QueryConfig) => Promise<pg.QueryResult>;
  Object.assign(client, {
    async query(config: pg.QueryConfig) {
      const result = await query(config);
      // A script of several statements gives several results, and nobody reads their columns.
      if (Array.isArray(result)) return result;
      const columns = result.fields.flatMap((field, index) => (field.dataTypeID === charOid ? index : []));
      for (const index of columns) Object.assign(result.fields[index] ?? {}, { dataTypeID: textOid });
      charColumns.set(result.rows, columns);
      return result;
    },
  });
}

/** Tells the engine, which expects single characters in them, what those columns are. */
function readingChar(queryable: SqlQueryable): SqlQueryable['queryRaw'] {
  const queryRaw = queryable.queryRaw.bind(queryable);
  return async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumns.get(result.rows) ?? [])
      result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
}
