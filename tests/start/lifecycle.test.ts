import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findRunning, findServer, freePort } from '../../src/kernel/postgres/embedded.ts';
import { isAlive, waitUntilGone } from '../../src/kernel/postgres/postmaster.ts';
import { Presence } from '../../src/kernel/postgres/session.ts';
import {
  addressOf,
  makeFolder,
  postgresOf,
  Run,
  runCommand,
  shareDataDir,
  start,
  takePort,
} from './service.ts';

const posix = process.platform !== 'win32';

async function ask(address: string): Promise<unknown> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ events { totalCount } }' }),
  });
  return response.json();
}

const emptyRecord = { data: { events: { totalCount: 0 } } };

/** Starts, and gives what a test looks at. */
async function startOn(dataDir: string): Promise<{ run: Run; address: string; postgres: number }> {
  const run = start({ DATA_DIR: dataDir });
  const address = await addressOf(run);
  return { run, address, postgres: postgresOf(dataDir) ?? 0 };
}

async function expectNothingLeft(dataDir: string, postgres: number, address: string): Promise<void> {
  expect(postgres).toBeGreaterThan(0);
  expect(isAlive(postgres)).toBe(false);
  expect(postgresOf(dataDir)).toBeNull();
  await expect(fetch(`${address}/health/live`)).rejects.toThrow();
}

test('an empty folder becomes a database that is served, and SIGTERM leaves nothing running', async () => {
  const dataDir = join(await makeFolder(), 'new', 'data');
  const { run, address, postgres } = await startOn(dataDir);
  const said = await run.saying('Health');
  expect(said).toMatch(/Database +PostgreSQL 18\.\d+, created in .+ \(\d+\.\d s\)/);
  expect(said).toMatch(/Migrations +applied \d+_\w+.* \(\d+\.\d s\)/);
  expect(said).toContain(`Playground  ${address}/graphql`);
  expect((await fetch(`${address}/health/ready`)).status).toBe(200);
  expect(await ask(address)).toEqual(emptyRecord);
  expect(await run.stop()).toMatchObject({ code: 0, stderr: [] });
  await expectNothingLeft(dataDir, postgres, address);
});

describe('on a database from before', () => {
  let dataDir = '';
  shareDataDir((folder) => {
    dataDir = folder;
  });

  test('a start reuses it, and Ctrl-C leaves nothing running', async () => {
    const { run, address, postgres } = await startOn(dataDir);
    const said = await run.saying('Health');
    expect(said).toMatch(/Database +PostgreSQL 18\.\d+, on /);
    expect(said).toMatch(/Migrations +up to date/);
    expect(await run.stop('SIGINT')).toMatchObject({ code: 0, stderr: [] });
    await expectNothingLeft(dataDir, postgres, address);
  });

  test('a start after kill -9 recovers', async () => {
    const killed = await startOn(dataDir);
    await killed.run.stop('SIGKILL');
    const { run, address, postgres } = await startOn(dataDir);
    expect(await ask(address)).toEqual(emptyRecord);
    await run.stop();
    await expectNothingLeft(dataDir, postgres, address);
    if (killed.postgres !== postgres) expect(isAlive(killed.postgres)).toBe(false);
  });

  test('a start recovers after kill -9 of the service and of its Postgres', async () => {
    const killed = await startOn(dataDir);
    process.kill(killed.postgres, 'SIGKILL');
    await killed.run.stop('SIGKILL');
    const { run, address, postgres } = await startOn(dataDir);
    expect(await ask(address)).toEqual(emptyRecord);
    await run.stop();
    await expectNothingLeft(dataDir, postgres, address);
  });

  test.runIf(posix)('when the service is killed, its Postgres stops by itself', async () => {
    const { run, postgres } = await startOn(dataDir);
    await run.stop('SIGKILL');
    expect(await waitUntilGone(join(dataDir, 'postgres', 'data'), postgres, 30_000)).toBe(true);
  });

  test.runIf(posix)(
    'when a command beside the service is killed, the service goes on, and its Postgres with it',
    async () => {
      const { run, address, postgres } = await startOn(dataDir);
      const joined = new Run([process.execPath, '--import', 'tsx', 'tests/start/joined.ts', dataDir], {});
      await joined.saying('joined');
      await joined.stop('SIGKILL');
      // A Postgres that was asked to stop lets nobody new in.
      const other = new Run([process.execPath, '--import', 'tsx', 'tests/start/joined.ts', dataDir], {});
      await other.saying('joined');
      expect(postgresOf(dataDir)).toBe(postgres);
      expect(await ask(address)).toEqual(emptyRecord);
      // The one that is left last stops it, also where both are killed.
      await Promise.all([run.stop('SIGKILL'), other.stop('SIGKILL')]);
      expect(await waitUntilGone(join(dataDir, 'postgres', 'data'), postgres, 30_000)).toBe(true);
    },
  );

  test('when its Postgres is killed, the service ends and says so', async () => {
    const { run, postgres } = await startOn(dataDir);
    process.kill(postgres, 'SIGKILL');
    const { code, stderr } = await run.ended;
    expect(code).toBe(1);
    expect(stderr.join('\n')).toContain('has stopped by itself');
  });

  test('a service whose session by which others find it is ended goes on, and is found again', async () => {
    const { run, address, postgres } = await startOn(dataDir);
    const [session] = await sessionsOf(dataDir, 'demarche serve %');
    await asOwner(dataDir, `SELECT pg_terminate_backend(${session}, 5000)`);
    await expectFound(run, address);
    expect(await ask(address)).toEqual(emptyRecord);
    const { code, stderr } = await start({ DATA_DIR: dataDir }).ended;
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringContaining(`process ${run.child.pid}) and is at ${address}`)]);
    expect(await run.stop()).toMatchObject({ code: 0, stderr: [] });
    await expectNothingLeft(dataDir, postgres, address);
  });

  test.runIf(posix)(
    'a service goes on when its Postgres begins anew, as after the crash of a session',
    async () => {
      const { run, address, postgres } = await startOn(dataDir);
      expect(await ask(address)).toEqual(emptyRecord);
      const [session = 0] = await sessionsOf(dataDir, 'demarche');
      // Zero would be the group of this process.
      expect(session).toBeGreaterThan(0);
      process.kill(session, 'SIGKILL');
      await expect.poll(() => sessionsOf(dataDir, 'demarche'), { timeout: 30_000 }).not.toContain(session);
      await expectFound(run, address);
      await expect.poll(() => ask(address), { timeout: 30_000 }).toEqual(emptyRecord);
      expect(postgresOf(dataDir)).toBe(postgres);
      expect((await run.stop()).code).toBe(0);
      await expectNothingLeft(dataDir, postgres, address);
    },
  );

  test.runIf(posix)(
    'nobody stops the Postgres of a service that has yet to take its session up again, or deletes it',
    async () => {
      const { run, address, postgres } = await startOn(dataDir);
      const [session] = await sessionsOf(dataDir, 'demarche serve %');
      // A process that is held takes nothing up.
      run.child.kill('SIGSTOP');
      onTestFinished(() => void run.child.kill('SIGCONT'));
      await asOwner(dataDir, `SELECT pg_terminate_backend(${session}, 5000)`);
      const list = await runCommand(['key', 'list'], { DATA_DIR: dataDir });
      expect(list).toMatchObject({ code: 0, stderr: [] });
      const reset = await runCommand(['reset', '--yes'], { DATA_DIR: dataDir });
      expect(reset).toMatchObject({
        code: 1,
        stderr: [expect.stringMatching(/^Another process works on /)],
      });
      run.child.kill('SIGCONT');
      await expectFound(run, address);
      expect(await ask(address)).toEqual(emptyRecord);
      expect(postgresOf(dataDir)).toBe(postgres);
      expect((await run.stop()).code).toBe(0);
      await expectNothingLeft(dataDir, postgres, address);
    },
  );

  async function asOwner(dataDir: string, statement: string): Promise<Record<string, unknown>[]> {
    const presence = await Presence.open((await findRunning(dataDir)) ?? '', 'use', () => undefined);
    return presence.query<Record<string, unknown>>(statement).finally(() => presence.close());
  }

  /** The numbers of the processes of Postgres for sessions of a name; null while it is not up. */
  async function sessionsOf(dataDir: string, name: string): Promise<number[]> {
    const rows = await asOwner(
      dataDir,
      `SELECT pid FROM pg_stat_activity WHERE application_name LIKE '${name}'`,
    ).catch(() => []);
    return rows.map(({ pid }) => Number(pid));
  }

  /** Others find the service, with its address, in the end. */
  async function expectFound(run: Run, address: string): Promise<void> {
    await expect
      .poll(() => findServer(dataDir), { timeout: 30_000 })
      .toEqual({ pid: run.child.pid, address });
  }

  test('a second start says in one line who serves the folder, and does not disturb', async () => {
    const { run, address } = await startOn(dataDir);
    const { code, stderr } = await start({ DATA_DIR: dataDir }).ended;
    expect(code).toBe(1);
    expect(stderr).toHaveLength(1);
    expect(stderr[0]).toContain(`process ${run.child.pid}`);
    expect(stderr[0]).toContain(address);
    expect(await ask(address)).toEqual(emptyRecord);
  });

  test('of two starts at once, one serves and the other says who does', async () => {
    const runs = [start({ DATA_DIR: dataDir }), start({ DATA_DIR: dataDir })];
    const loser = await Promise.race(runs.map(async (run) => ({ run, ...(await run.ended) })));
    expect(loser.code).toBe(1);
    const winner = runs.find((run) => run !== loser.run);
    expect(loser.stderr).toEqual([expect.stringContaining(`process ${winner?.child.pid}`)]);
    if (winner) expect(await ask(await addressOf(winner))).toEqual(emptyRecord);
  });

  test.runIf(posix)('SIGTERM to npm start leaves nothing running', async () => {
    const run = new Run(['npm', 'start'], { DATA_DIR: dataDir, PORT: '0', SEED: 'none' });
    const address = await addressOf(run);
    const postgres = postgresOf(dataDir) ?? 0;
    // Its output ends when the service has, which may be after npm itself.
    await run.stop();
    await expectNothingLeft(dataDir, postgres, address);
  });

  test('SIGTERM during the start ends it in order', async () => {
    const run = start({ DATA_DIR: dataDir });
    await run.saying('Migrations');
    const postgres = postgresOf(dataDir) ?? 0;
    expect(await run.stop()).toMatchObject({ code: 0, stderr: [] });
    expect(isAlive(postgres)).toBe(false);
    expect(postgresOf(dataDir)).toBeNull();
  });
});

test('a question that comes while the service starts is answered once it has', async () => {
  const port = await freePort();
  const run = start({ DATA_DIR: join(await makeFolder(), 'data'), PORT: String(port) });
  // The first answer is the one: until there is one, nothing listens.
  const first = async (): Promise<unknown> =>
    ask(`http://localhost:${port}`).catch((error: Error) => {
      if (!(error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'ECONNREFUSED'))
        throw error;
      return first();
    });
  expect(await first()).toEqual(emptyRecord);
  expect(await run.stop()).toMatchObject({ code: 0, stderr: [] });
});

test('a taken port is told in one line before anything is made', async () => {
  const port = await takePort();
  const dataDir = join(await makeFolder(), 'data');
  const { code, stderr } = await start({ DATA_DIR: dataDir, PORT: String(port) }).ended;
  expect(code).toBe(1);
  expect(stderr).toEqual([expect.stringContaining(`Port ${port} on localhost is taken`)]);
  expect(existsSync(dataDir)).toBe(false);
});
