import sql from 'sql-template-tag';
import { expect, test } from 'vitest';
import { createDb } from '../../src/kernel/db.ts';
import { newId } from '../../src/kernel/ids.ts';
import { testDatabase } from '../setup/database.ts';

const instant = new Date('2025-05-11T03:17:00.123Z');

/** What the database itself takes the stored instant for, in milliseconds from 1970. */
const stored = sql`/* stored instant */ SELECT (extract(epoch FROM created_at) * 1000)::float8 AS ms FROM place`;

test.each(['', '?options=-c%20timezone%3DAmerica%2FNew_York', '?application_name=other'])(
  'an instant is stored and read as it is, whatever the time zone of the server and of the address%s',
  async (parameters) => {
    const { url, owner, query } = await testDatabase();
    await owner.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET timezone = 'Pacific/Auckland'`);
    const db = createDb(`${url}${parameters}`);
    try {
      const id = newId();
      await db.prisma.place.create({
        data: { id, slug: 'somewhere', name: 'Somewhere', createdAt: instant },
      });
      expect(await db.query(stored)).toEqual([{ ms: instant.getTime() }]);
      expect(await query(stored)).toEqual([{ ms: instant.getTime() }]);
      expect((await db.prisma.place.findUniqueOrThrow({ where: { id } })).createdAt).toEqual(instant);
      const [raw] = await db.query<{ created_at: Date }>(sql`/* read */ SELECT created_at FROM place`);
      expect(raw?.created_at).toEqual(instant);
    } finally {
      await db.close();
    }
  },
);

test.each(['', '?options=-c%20search_path%3Dpg_temp'])(
  'a table is that of the schema public, whatever path the database, the role and the address%s give',
  async (parameters) => {
    const { url, owner, pool } = await testDatabase();
    const database = new URL(url).pathname.slice(1);
    const { rows } = await pool.query<{ role: string }>('SELECT current_user AS role');
    const role = rows[0]?.role;
    await owner.query(`CREATE SCHEMA ${role} AUTHORIZATION ${role}; CREATE TABLE ${role}.place (LIKE public.place);
      INSERT INTO public.place (id, slug, name) VALUES (gen_random_uuid(), 'somewhere', 'Somewhere');
      ALTER TABLE ${role}.place OWNER TO ${role}`);
    const slugs = async () => {
      const db = createDb(`${url}${parameters}`);
      return db.query(sql`/* slugs */ SELECT slug FROM place`).finally(() => db.close());
    };
    expect(await slugs()).toEqual([{ slug: 'somewhere' }]);
    await owner.query(`ALTER DATABASE ${database} SET search_path = ${role}`);
    await owner.query(`ALTER ROLE ${role} IN DATABASE ${database} SET search_path = pg_temp`);
    expect(await slugs()).toEqual([{ slug: 'somewhere' }]);
  },
);

test('a table for a session alone is not taken for one of the record', async () => {
  const { ownerUrl } = await testDatabase();
  const db = createDb(ownerUrl, { max: 1 });
  try {
    await db.query(sql`/* hide */ CREATE TEMPORARY TABLE place (LIKE public.place)`);
    await db.query(
      sql`/* add */ INSERT INTO public.place (id, slug, name) VALUES (${newId()}::uuid, 'somewhere', 'Somewhere')`,
    );
    expect(await db.query(sql`/* slugs */ SELECT slug FROM place`)).toEqual([{ slug: 'somewhere' }]);
  } finally {
    await db.close();
  }
});

test('a statement that takes too long is given up by the database', async () => {
  const { url } = await testDatabase();
  const db = createDb(url, { statementTimeoutMs: 50 });
  try {
    await expect(db.query(sql`/* sleep */ SELECT pg_sleep(10)`)).rejects.toThrow('statement timeout');
    await expect(db.prisma.$queryRaw`SELECT 1 FROM pg_sleep(10)`).rejects.toThrow('statement timeout');
  } finally {
    await db.close();
  }
});

test('a connection that the server ends is replaced', async () => {
  const { url, query } = await testDatabase();
  const errors: Error[] = [];
  const db = createDb(url, { max: 1, onError: (error) => errors.push(error) });
  try {
    const backend = sql`/* backend */ SELECT pg_backend_pid() AS pid`;
    const [before] = await db.query<{ pid: number }>(backend);
    await query(sql`/* end */ SELECT pg_terminate_backend(${before?.pid}::int, 5000)`);
    await expect.poll(() => errors.length).toBe(1);
    const [after] = await db.query<{ pid: number }>(backend);
    expect(after?.pid).not.toBe(before?.pid);
  } finally {
    await db.close();
  }
});
