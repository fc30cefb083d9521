import type pg from 'pg';

/** A statement as it was sent, with the values of its parameters. */
export interface SentStatement {
  text: string;
  values: readonly unknown[];
}

/**
 * Records the text of every statement that a pool's connections send, Prisma's among them. The real statements
 * run as they are.
 */
export function recordStatements(pool: pg.Pool): string[] {
  const statements: string[] = [];
  onStatement(pool, ({ text }) => statements.push(text));
  return statements;
}

/** Records every statement with its parameters, from connections that the pool opens from now on. */
export function recordSentStatements(pool: pg.Pool): SentStatement[] {
  const statements: SentStatement[] = [];
  onStatement(pool, (statement) => statements.push(statement));
  return statements;
}

function onStatement(pool: pg.Pool, listen: (statement: SentStatement) => void): void {
  pool.on('connect', (client) => {
    const send = client.query.bind(client);
    Object.assign(client, {
      query: (...args: Parameters<typeof client.query>) => {
        const [first, second] = args as unknown[];
        const statement = typeof first === 'string' ? { text: first, values: second } : first;
        if (typeof statement === 'object' && statement !== null && 'text' in statement) {
          const { text } = statement;
          const values = 'values' in statement && Array.isArray(statement.values) ? statement.values : [];
          if (typeof text === 'string' && text !== '') listen({ text, values });
        }
        return send(...args);
      },
    });
  });
}
