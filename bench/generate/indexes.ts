import pg from 'pg';

export interface Index {
  readonly name: string;
  readonly definition: string;
  /** Roughly how much work it is, to begin with the most. */
  readonly weight: number;
}

/** The indexes of the record that no constraint owns. */
export async function readIndexes(client: pg.Client): Promise<Index[]> {
  const { rows } = await client.query<{ name: string; definition: string; table: string }>(
    `SELECT c.relname AS name, d.indexdef AS definition, d.tablename AS table FROM pg_indexes d
     JOIN pg_class c ON c.relname = d.indexname AND c.relnamespace = d.schemaname::regnamespace
     WHERE d.schemaname = 'public' AND d.tablename NOT LIKE '\\_%' AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = c.oid AND o.contype IN ('p', 'u', 'x'))
     ORDER BY 1`,
  );
  const size: Readonly<Record<string, number>> = { participation: 3, event_actor: 3, event: 2 };
  return rows.map(({ name, definition, table }) => ({
    name,
    definition,
    weight: (size[table] ?? 1) * (/USING gi/.test(definition) ? 10 : 1),
  }));
}

export async function dropIndexes(client: pg.Client, indexes: readonly Index[]): Promise<void> {
  if (indexes.length === 0) return;
  await client.query(
    `DROP INDEX ${indexes.map(({ name }) => `public.${pg.escapeIdentifier(name)}`).join(', ')}`,
  );
}

/** Makes them as they were, the largest first, one per connection at a time. */
export async function makeIndexes(clients: readonly pg.Client[], indexes: readonly Index[]): Promise<void> {
  const waiting = [...indexes].sort((a, b) => b.weight - a.weight);
  await Promise.all(
    clients.map(async (client) => {
      for (let index = waiting.shift(); index; index = waiting.shift()) await client.query(index.definition);
    }),
  );
}
