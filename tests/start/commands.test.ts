import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { isAlive } from '../../src/kernel/postgres/postmaster.ts';
import { testDatabase } from '../setup/database.ts';
import { addressOf, makeFolder, postgresOf, Run, root, runCommand, shareDataDir, start } from './service.ts';

async function countSources(address: string): Promise<unknown> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ sources { totalCount } }' }),
  });
  return ((await response.json()) as { data?: { sources: { totalCount: number } } }).data?.sources.totalCount;
}

describe('on an embedded database', () => {
  let dataDir = '';
  shareDataDir((folder) => {
    dataDir = folder;
  });

  test('a seed command works beside the service, and its second run changes nothing', async () => {
    const empty = await makeFolder();
    const address = await addressOf(start({ DATA_DIR: empty }));
    expect(await countSources(address)).toBe(0);
    const first = await runCommand(['seed', 'article'], { DATA_DIR: empty });
    expect(first).toMatchObject({ code: 0, stderr: [] });
    expect(first.stdout).toMatch(/Database +.* found running on/);
    const count = await countSources(address);
    expect(count).toBeGreaterThan(0);
    const second = await runCommand(['seed', 'article'], { DATA_DIR: empty });
    expect(second.stdout).toMatch(/sources: 0 added, \d+ on record already/);
    expect(await countSources(address)).toBe(count);
  });

  test('a command starts Postgres where no service runs, and leaves nothing running', async () => {
    const { code, stdout, stderr } = await runCommand(['migrate'], { DATA_DIR: dataDir });
    expect({ code, stderr }).toEqual({ code: 0, stderr: [] });
    expect(stdout).toMatch(/Migrations +up to date/);
    expect(postgresOf(dataDir)).toBeNull();
  });

  test('Postgres outlives a command when the service has joined it', async () => {
    // Which of the two starts it is left open; the command ends first.
    const command = runCommand(['migrate'], { DATA_DIR: dataDir });
    const address = await addressOf(start({ DATA_DIR: dataDir }));
    expect((await command).code).toBe(0);
    expect(isAlive(postgresOf(dataDir) ?? 0)).toBe(true);
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
  });

  test('reset refuses while the service runs, and names it', async () => {
    const run = start({ DATA_DIR: dataDir });
    await addressOf(run);
    const { code, stderr } = await runCommand(['reset', '--yes'], { DATA_DIR: dataDir });
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringContaining(`process ${run.child.pid}`)]);
  });

  test('reset deletes nothing when nobody is there to be asked', async () => {
    const { code, stderr } = await runCommand(['reset'], { DATA_DIR: dataDir });
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringContaining('npm run reset -- --yes')]);
    expect(existsSync(join(dataDir, 'postgres'))).toBe(true);
  });
});

describe('reset', () => {
  let dataDir = '';
  shareDataDir((folder) => {
    dataDir = folder;
  });

  test('empties an embedded database, and the next start makes another', async () => {
    const { code, stdout } = await runCommand(['reset', '--yes'], { DATA_DIR: dataDir });
    expect(code).toBe(0);
    expect(stdout).toContain('is empty');
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    const run = start({ DATA_DIR: dataDir });
    await addressOf(run);
    expect(await run.saying('Health')).toMatch(/created in/);
  });

  test('says that there is nothing to empty', async () => {
    const { code, stdout } = await runCommand(['reset', '--yes'], {
      DATA_DIR: join(await makeFolder(), 'none'),
    });
    expect(code).toBe(0);
    expect(stdout).toContain('There is nothing to empty');
  });
});

describe('with DATABASE_URL', () => {
  test('reset empties a database of the service, and leaves any other alone', async () => {
    const { ownerUrl, owner } = await testDatabase();
    const reset = () => runCommand(['reset', '--yes'], { DATABASE_URL: ownerUrl });
    expect(await reset()).toMatchObject({ code: 0, stderr: [] });
    const tables = `SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public'`;
    expect((await owner.query(tables)).rows).toEqual([{ count: 0 }]);
    await owner.query('CREATE TABLE of_somebody_else (id int)');
    const second = await reset();
    expect(second.code).toBe(1);
    expect(second.stderr).toEqual([expect.stringContaining('holds no record of this service')]);
    expect((await owner.query(tables)).rows).toEqual([{ count: 1 }]);
  });

  test('the service starts no Postgres of its own, and reset refuses while it runs', async () => {
    const { ownerUrl: url } = await testDatabase();
    const dataDir = join(await makeFolder(), 'data');
    const run = start({ DATABASE_URL: url, DATA_DIR: dataDir });
    const address = await addressOf(run);
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    expect(existsSync(dataDir)).toBe(false);
    const { code, stderr } = await runCommand(['reset', '--yes'], { DATABASE_URL: url });
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringContaining(address)]);
    expect((await run.stop()).code).toBe(0);
  });

  test('a folder from elsewhere is loaded, by its path from where the command was typed', async () => {
    const { ownerUrl: url } = await testDatabase();
    const folder = await makeFolder();
    await cp(join(root, 'seeds', 'article'), join(folder, 'mine'), { recursive: true });
    const { code, stdout } = await runCommand(['seed', './mine'], { DATABASE_URL: url, INIT_CWD: folder });
    expect(stdout).toMatch(/events: \d+ added/);
    expect(code).toBe(0);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    expect(
      (await client.query('SELECT count(*)::int AS sources FROM source')).rows[0].sources,
    ).toBeGreaterThan(0);
    await client.end();
  });
});

const script = '/usr/bin/script';

describe.runIf(process.platform === 'linux' && existsSync(script))('at the question of a command', () => {
  test.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('%s is a no', async (_, key) => {
    const { ownerUrl } = await testDatabase();
    const command = `${process.execPath} --import tsx src/cli.ts reset`;
    // It gives the command a terminal.
    const run = new Run([script, '-qec', command, '/dev/null'], { DATABASE_URL: ownerUrl }, root, null);
    await run.saying('Go on?');
    run.child.stdin?.write(key);
    const { code, stdout } = await run.ended;
    expect(stdout).toMatch(/\(y\/N\) .*\r?\nNothing was deleted\.\r?\n$/);
    expect(code).toBe(1);
  });
});

test.each([
  [['seed', 'nothing-of-that-name'], 'There is no folder nothing-of-that-name'],
  [['seed', 'article', '--bogus'], "Unknown option '--bogus'"],
])('%j is refused in one line', async (args, sentence) => {
  const { code, stderr } = await runCommand(args, { DATA_DIR: join(await makeFolder(), 'data') });
  expect(code).toBe(1);
  expect(stderr).toEqual([expect.stringContaining(sentence)]);
});

test.each([
  [
    ['sed'],
    /^"sed" was given, and one of seed, migrate, key, dump, restore, redact, reset, schema is taken\.$/,
  ],
  [['seed'], /^seed: nothing was given, and the name of a seed or the path of a folder is taken\.$/],
  [['dump', 'a', 'b'], /^dump: besides options 2 words were given, and 1 is taken;/],
  [['redact', 'Lane'], /^redact: besides options 1 word was given, and none is taken;/],
])('%j is refused with a sentence, and brings the list of commands', async (args, sentence) => {
  const { code, stderr } = await runCommand(args, {});
  expect(code).toBe(1);
  expect(stderr[0]).toMatch(sentence);
  expect(stderr.join('\n')).toContain('npm run seed -- NAME|FOLDER');
});
