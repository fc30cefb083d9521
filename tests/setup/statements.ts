import type pg from 'pg';

/**
 * Records the text of every statement that a pool's connections send, Prisma's among them. The real statements
 * run as they are.
 */
export function recordStatements(pool: pg.Pool): string[] {
  const statements: string[] = [];
  pool.on('connect', (client) => {
    const send = client.query.bind(client);
    Object.assign(client, {
      query: (...args: Parameters<typeof client.query>) => {
        const [first] = args as [unknown];
        const text =
          typeof first === 'string'
            ? first
            : first && typeof first === 'object' && 'text' in first
              ? first.text
              : '';
        if (typeof text === 'string' && text !== '') statements.push(text);
        return send(...args);
      },
    });
  });
  return statements;
}
