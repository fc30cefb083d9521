import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type KeyOptions, readKeyRequest, readRevocation } from '../../src/auth/key-request.ts';
import { testDatabase } from '../setup/database.ts';
import {
  addressOf,
  type Ended,
  makeFolder,
  postgresOf,
  Run,
  root,
  runCommand,
  shareDataDir,
  start,
} from '../start/service.ts';

const keyText = /demarche_[0-9a-f]{32}_[\w-]{43}/;
const create = ['key', 'create', '--name', 'Newsroom', '--role', 'editor'];

/** The key and its id, from what the command says. */
function shown({ stdout }: Ended): { text: string; id: string } {
  const [text = ''] = keyText.exec(stdout) ?? [];
  const [, id = ''] = /Its id is ([0-9a-f-]{36});/.exec(stdout) ?? [];
  return { text, id };
}

/** The status of a request with a key. */
async function ask(address: string, credential: string): Promise<number> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: credential },
    body: '{"query":"{ __typename }"}',
  });
  await response.text();
  return response.status;
}

describe('npm run key', () => {
  let dataDir = '';
  shareDataDir((folder) => {
    dataDir = folder;
  });

  test('makes, lists and ends a key where no service runs, and leaves nothing running', async () => {
    const env = { DATA_DIR: dataDir };
    const made = await runCommand([...create, '--expires', '90d'], env);
    expect(made).toMatchObject({ code: 0, stderr: [] });
    const { text, id } = shown(made);
    expect(text).toMatch(keyText);
    expect(text).toContain(id.replaceAll('-', ''));
    expect(made.stdout).toMatch(/it expires \d{4}-\d\d-\d\d \d\d:\d\d UTC/);

    const listed = await runCommand(['key', 'list'], env);
    expect(listed).toMatchObject({ code: 0, stderr: [] });
    expect(listed.stdout).toMatch(
      new RegExp(`^${id} {2}editor {3}Newsroom: made 20[\\d-]{8} [\\d:]{5} UTC, expires 20`, 'm'),
    );
    expect(listed.stdout).not.toMatch(keyText);

    const revoked = await runCommand(['key', 'revoke', id], env);
    expect(revoked).toMatchObject({ code: 0, stderr: [] });
    expect(revoked.stdout).toMatch(`The key ${id}, Newsroom, is revoked 20`);
    expect((await runCommand(['key', 'list'], env)).stdout).toMatch(/Newsroom: made .*, revoked 20/);
    expect(postgresOf(dataDir)).toBeNull();
  });

  test('works beside the service: its key is taken at the next request, and refused at the next after its end', async () => {
    const run = start({ DATA_DIR: dataDir, READING: 'closed' });
    const address = await addressOf(run);
    const made = await runCommand(create, { DATA_DIR: dataDir });
    expect(made.stdout).toMatch(/Database +.* found running on/);
    const { text } = shown(made);
    expect(await ask(address, `Bearer ${text}`)).toBe(200);
    // By the key itself: whoever finds one that leaked need not look for its id.
    const revoked = await runCommand(['key', 'revoke', text], { DATA_DIR: dataDir });
    expect(revoked.code).toBe(0);
    expect(revoked.stdout).not.toContain(text.slice(-43));
    expect(await ask(address, `Bearer ${text}`)).toBe(401);
  });

  test('says that there are no keys, and how to make one', async () => {
    const { url, ownerUrl } = await testDatabase();
    const env = { DATABASE_URL: url, MIGRATION_DATABASE_URL: ownerUrl };
    const { code, stdout } = await runCommand(['key', 'list'], env);
    expect(code).toBe(0);
    expect(stdout).toContain('There are no keys. npm run key -- create --name … --role … makes one.');
  });
});

const secret = 'S'.repeat(43);

test.each([
  [[...create, '--expires', 'soon'], '--expires: "soon" was given, and a day such as 2027-01-31'],
  [['key', 'revoke', `demarche_1_${secret}`], 'revoke: a part of a key was given'],
])('%j is refused in one line, before a database is opened', async (args, sentence) => {
  const { code, stdout, stderr } = await runCommand(args, { DATA_DIR: await makeFolder() });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toEqual([expect.stringContaining(sentence)]);
  expect(stderr.join()).not.toContain(secret);
});

test.each<[KeyOptions, string]>([
  [{ role: 'editor' }, '--name: nothing was given, and 1 to 100 characters in one line are taken'],
  [{ name: ' ', role: 'editor' }, '--name: " " was given'],
  [{ name: 'a\nb', role: 'editor' }, '--name: "a\\nb" was given'],
  [{ name: 'a\u202Eb', role: 'editor' }, '--name: '],
  [{ name: 'a'.repeat(101), role: 'editor' }, `"${'a'.repeat(100)}" and more was given`],
  [{ name: '\u200B', role: 'editor' }, '1 to 100 characters in one line are taken, one of which can be seen'],
  [{ name: 'N', role: 'edıtor' }, '--role: "edıtor" was given'],
  [{ name: 'N' }, '--role: nothing was given, and one of reader, editor, curator, admin is taken'],
  [{ name: 'N', role: 'boss' }, '--role: "boss" was given'],
  [{ name: 'N', role: 'editor', expires: '2020-01-01' }, '--expires: 2020-01-01 was given, which has passed'],
])('a key of %j is not made', (options, sentence) => {
  expect(() => readKeyRequest(options, new Date())).toThrow(sentence);
});

test('a key is of the role in whatever case, and lasts a year where nothing else is said', () => {
  const now = new Date('2026-11-28T12:00:00Z');
  expect(readKeyRequest({ name: ' N ', role: 'Curator' }, now)).toEqual({
    name: 'N',
    role: 'CURATOR',
    expiresAt: new Date('2027-11-28T12:00:00Z'),
  });
});

test.each([undefined, '', 'Newsroom', '1234'])('a key is not revoked by %j', (given) => {
  expect(() => readRevocation(given)).toThrow(
    /^revoke: .* was given, and the id of a key or a whole key is taken; npm run key -- list/,
  );
});

test('an id that no key has is refused in one line', async () => {
  const { url, ownerUrl } = await testDatabase();
  const id = '01900000-0000-7000-8000-000000000000';
  const { code, stderr } = await runCommand(['key', 'revoke', id], {
    DATABASE_URL: url,
    MIGRATION_DATABASE_URL: ownerUrl,
  });
  expect(code).toBe(1);
  expect(stderr).toEqual([
    `There is no key with the id ${id}; npm run key -- list shows those that there are.`,
  ]);
});

test('a command for keys that is not known is named, and brings the list of those that are', async () => {
  const { code, stderr } = await runCommand(['key', 'lst'], {});
  expect(code).toBe(1);
  expect(stderr[0]).toBe('key: "lst" was given, and create, list or revoke is taken.');
  expect(stderr.join('\n')).toContain('npm run key -- create --name NAME --role ROLE');
});

test.each([
  [['key'], 'key: nothing was given, and create, list or revoke is taken.'],
  [['key', `demarche_1_${secret}`], 'key: a part of a key was given, and create, list or revoke is taken.'],
  [
    ['key', 'create', '--name', 'News', 'room'],
    'key create: besides options 1 word was given, and none is taken',
  ],
  [['key', 'delete', 'foo', '--foo'], "Unknown option '--foo'. npm run key -- --help lists what is taken."],
])('%j is refused with a sentence that names what is taken', async (args, sentence) => {
  const { code, stderr } = await runCommand(args, {});
  expect(code).toBe(1);
  expect(stderr[0]).toContain(sentence);
  expect(stderr.join()).not.toContain(secret);
});

test.runIf(process.platform !== 'win32')('the expression of the README takes the key alone', async () => {
  const { url, ownerUrl } = await testDatabase();
  const made = await runCommand(create, { DATABASE_URL: url, MIGRATION_DATABASE_URL: ownerUrl });
  // The line of the database names the role, which begins as a key does.
  expect(made.stdout).toContain('as demarche_service');
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const [, filter = ''] = /key -- create .* \| (grep .*)\)\n/.exec(readme) ?? [];
  const { stdout } = await new Run(['/bin/sh', '-c', filter], {}, root, made.stdout).ended;
  expect(stdout).toBe(`${shown(made).text}\n`);
});
