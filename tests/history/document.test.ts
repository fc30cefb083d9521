import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createAuthenticate } from '../../src/auth/authenticate.ts';
import { articleWithoutHistory } from '../setup/article.ts';
import { serveFeed } from './followed.ts';
import { actorId, insertMany, notes } from './revisions.ts';

interface Running {
  process: ChildProcess;
  lines: string[];
  errors: string[];
}

function run(program: string, url: string, file: string): Running {
  const child = spawn(process.execPath, [program, url, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const errors: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  createInterface(child.stderr).on('line', (line) => errors.push(line));
  return { process: child, lines, errors };
}

const notesOf = ({ lines }: Running) =>
  lines.map((line) => (JSON.parse(line) as { revision: { note: string } }).revision.note);

test('the client of docs/following.md follows as it stands there, and goes on where it was after it and the service were stopped', async () => {
  const text = await readFile('docs/following.md', 'utf8');
  const source = /```js follow\.mjs\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'demarche-follow-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'follow.mjs');
  await writeFile(program, source);
  const file = join(folder, 'cursor.txt');

  const db = await articleWithoutHistory();
  const india = await actorId(db, 'india');
  const first = await serveFeed(db.url);
  await insertMany(db, india, 1, 5);
  const one = run(program, first.graphql, file);
  await vi.waitFor(() => expect(notesOf(one)).toEqual(notes(1, 5)), 20_000);
  await insertMany(db, india, 6, 5);
  await vi.waitFor(() => expect(notesOf(one)).toEqual(notes(1, 10)), 20_000);
  await first.close();
  await vi.waitFor(() => expect(one.errors).toContain('RESUME'), 20_000);
  one.process.kill('SIGKILL');

  // An editor in which the file was opened ends it with a line break.
  await appendFile(file, '\n');
  await insertMany(db, india, 11, 5);
  const second = await serveFeed(db.url);
  const other = run(program, second.graphql, file);
  await vi.waitFor(() => expect(notesOf(other)).toEqual(notes(11, 5)), 20_000);

  await writeFile(file, 'no-cursor');
  const lost = run(program, second.graphql, file);
  await vi.waitFor(() => expect(lost.process.exitCode).toBe(1), 20_000);
  expect(lost.errors).toEqual(['INVALID_CURSOR']);

  const authenticate = createAuthenticate(db, { oidc: null, publicReading: false });
  const closed = await serveFeed(db.url, {}, { authenticate });
  const refused = run(program, closed.graphql, file);
  await vi.waitFor(() => expect(refused.process.exitCode).toBe(1), 20_000);
  expect(refused.errors).toEqual(['UNAUTHENTICATED']);
}, 60_000);
