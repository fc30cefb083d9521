import type pg from 'pg';

export interface Refusal {
  /** The constraint that refused, null where the database took everything. */
  constraint: string | null;
  code: string | null;
  message: string;
}

/** Runs statements in a transaction that is always rolled back, and tells which constraint refused them. */
export async function attempt(pool: pg.Pool, ...statements: string[]): Promise<Refusal> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    for (const statement of statements) await client.query(statement);
    // What is checked at the end of a transaction is checked here.
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    return { constraint: null, code: null, message: 'The database took it.' };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { constraint, code } = error as Error & { constraint?: string; code?: string };
    return { constraint: constraint ?? error.message, code: code ?? null, message: error.message };
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
