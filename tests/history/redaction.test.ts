import { beforeAll, describe, expect, test } from 'vitest';
import { redactText } from '../../src/editing/redaction.service.ts';
import * as editors from '../editing/editors.ts';
import { type TestDatabase, testDatabase } from '../setup/database.ts';
import { type Ended, Run, runCommand } from '../start/service.ts';
import { type ChangedScene, changedScene } from './changed-scene.ts';
import { ask, asOf, beside, change, type Subject } from './history.ts';

/** What JSON, LIKE, regular expressions and a shell each read in their own way. */
const text = 'Abu "Dar\\n" (x+)* 100%_\n$& 🕊 é';
const settings = ({ url, ownerUrl }: TestDatabase) => ({
  DATABASE_URL: url,
  MIGRATION_DATABASE_URL: ownerUrl,
});
const who = ['--by', 'Records office', '--reason', 'Order of a court.'];

const redact = (db: TestDatabase, ...args: string[]): Promise<Ended> =>
  runCommand(['redact', ...args], settings(db));

/** Every table as text, without what the migrations keep. */
async function contentOf({ owner }: TestDatabase): Promise<Record<string, string>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`,
  );
  const content: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await owner.query<{ all: string }>(
      `SELECT coalesce(string_agg(to_jsonb(t)::text, E'\\n' ORDER BY to_jsonb(t)::text), '') AS all FROM "${name}" t`,
    );
    content[name] = rows[0]?.all ?? '';
  }
  return content;
}

/** How many redactions wait for others who write. */
async function waiting({ owner }: TestDatabase): Promise<number | null> {
  const { rowCount } = await owner.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'demarche redact' AND wait_event_type = 'Lock'`,
  );
  return rowCount;
}

describe('a text that the law takes out', () => {
  let db: TestDatabase;
  let scene: ChangedScene;
  let [named, corrected, end] = ['', '', ''];
  let attack: Subject;
  let offer: Subject;
  let before: unknown;
  let ended: Ended;
  const listing = `{ changes(first: 100) { edges { cursor node { id revision { id version at } } } } }`;
  const everything = `{
    changes(first: 100) { nodes { revision { by note changes { before after } } } }
    events(first: 50, filter: { includeRetracted: true }) { nodes { title summary date { verbatim display } claims { nodes { valueText passage { exact } chain { verb } } } } }
    mediationAttempts(first: 50) { nodes { title responses { conditions } } }
    sources(first: 50) { nodes { title url } }
    actors(first: 50) { nodes { name names { text } } }
  }`;

  beforeAll(async () => {
    db = await testDatabase();
    scene = await changedScene(db);
    attack = ['Event', scene.id.attack];
    offer = ['MediationAttempt', scene.id.offer];
    const put = (statement: string, ...values: unknown[]) => db.owner.query(statement, [text, ...values]);
    await put(
      `UPDATE event SET title = 'Talk with ' || $1, summary = $1 || ' and ' || $1, version = 6,
       date = date || jsonb_build_object('verbatim', 'the day of ' || $1, 'display', $1 || ' day') WHERE id = $2`,
      scene.id.attack,
    );
    await put(
      `UPDATE claim SET passage_exact = $1 || ' zebraic' , passage_prefix = right($1, 90), passage_start = 10,
       passage_end = 10 + char_length($1 || ' zebraic'), passage_unit = 'CODE_POINT', value_text = 'on ' || $1, version = version + 1 WHERE id = $2`,
      scene.claim.on22,
    );
    await put(`UPDATE attribution SET verb = $1 || ' says' WHERE claim_id = $2`, scene.claim.on22);
    await put(
      `UPDATE party_response SET conditions = ARRAY['None', 'That ' || $1 || ' goes'] WHERE id = $2`,
      scene.id.answer,
    );
    await put(
      `UPDATE source SET title = $1, url = 'https://example.org/' || $1 WHERE id = $2`,
      scene.id.page,
    );
    await put(`UPDATE actor SET name = $1 WHERE id = $2`, scene.id.dar);
    await put(`UPDATE actor_name SET text = $1 WHERE actor_id = $2 AND position = 1`, scene.id.dar);
    named = await change(db, [], [attack, offer, ['Claim', scene.claim.on22]]);
    await db.owner.query(
      `INSERT INTO revision (id, subject_type, subject_id, version, kind, at, by, note, changes, record)
       SELECT gen_random_uuid(), 'Actor', $2, 1, 'CORRECTED', take_turn(), 'By ' || $1, 'For ' || $1,
         jsonb_build_array(jsonb_build_object('path', 'name', 'before', $1::text, 'after', jsonb_build_object('text', $1::text))),
         record_rows('Actor', $2)`,
      [text, scene.id.dar],
    );
    // Only history has the title and the quote after that.
    await db.pool.query(
      `UPDATE claim SET passage_exact = 'Words.', passage_start = NULL, passage_end = NULL, passage_unit = NULL, version = version + 1 WHERE id = $1`,
      [scene.claim.on22],
    );
    corrected = await change(
      db,
      [`UPDATE event SET title = 'Attack', version = 7 WHERE id = '${scene.id.attack}'`],
      [attack, ['Claim', scene.claim.on22]],
    );
    end = beside(corrected, 60_000);
    expect(JSON.stringify(await ask(db, everything))).toContain(JSON.stringify(text).slice(1, -1));
    before = await ask(db, listing);
    ended = await redact(db, '--text', text, ...who, '--yes');
  });

  test('is counted by table, and what cannot be reached is said, without the text', () => {
    expect(ended).toMatchObject({ code: 0, stderr: [] });
    expect(ended.stdout).toMatch(/Search .*\b\d+ rows of \d+ tables hold the text/);
    expect(ended.stdout).toMatch(/^ {4}event: 1 \(date, summary\)$/m);
    expect(ended.stdout).toMatch(/^ {4}revision: \d+ \(by, changes, note, record\)$/m);
    expect(ended.stdout).toMatch(/Redaction .*the text is out of \d+ rows/);
    expect(ended.stdout).toContain('dumps and backups that were made before');
    expect(ended.stdout).not.toContain('Abu');
  });

  test('stands in no table any more, nor do the words that it was found by', async () => {
    const content = Object.values(await contentOf(db)).join('\n');
    expect(content).not.toMatch(/Abu|🕊|'abu'/);
    expect(content).toContain('[redacted]');
  });

  test('is in no list and no search, and stands replaced where it stood', async () => {
    const now = await ask<{ events: { nodes: { title: string }[] } }>(db, everything);
    expect(JSON.stringify(now)).not.toMatch(/Abu|🕊/);
    expect(now.events.nodes).toContainEqual(
      expect.objectContaining({
        summary: '[redacted] and [redacted]',
        date: { verbatim: 'the day of [redacted]', display: '[redacted] day' },
      }),
    );
    expect(await ask(db, `{ search(text: "Abu Dar", first: 5) { totalCount } }`)).toEqual({
      search: { totalCount: 0 },
    });
  });

  test('is replaced in a record as it stood, whose filters find the other words of a passage', async () => {
    const selection = `... on Event { title
      claims(filter: { text: "zebraic" }) { nodes { valueText passage { exact start end } chain { verb } } } }`;
    expect(await asOf(db, attack, named, selection)).toEqual({
      title: 'Talk with [redacted]',
      claims: {
        nodes: [
          {
            valueText: 'on [redacted]',
            passage: { exact: '[redacted] zebraic', start: null, end: null },
            chain: [{ verb: '[redacted] says' }, { verb: '[redacted] says' }],
          },
        ],
      },
    });
    expect(await asOf(db, attack, end, '... on Event { title }')).toEqual({ title: 'Attack' });
    expect(await asOf(db, offer, named, '... on MediationAttempt { responses { conditions } }')).toEqual({
      responses: [{ conditions: ['None', 'That [redacted] goes'] }],
    });
  });

  test('leaves every change in its place, with its cursor, version and moment', async () => {
    expect(await ask(db, listing)).toEqual(before);
  });

  test('leaves a mark on the revisions that held it, and on no other', async () => {
    const { changes } = await ask<{
      changes: { nodes: { revision: { at: string; note: string | null; redactedAt: string | null } }[] };
    }>(db, '{ changes(first: 100) { nodes { revision { at note redactedAt } } } }');
    const marked = changes.nodes.map(({ revision }) => revision).filter(({ redactedAt }) => redactedAt);
    expect(new Set(marked.map(({ redactedAt }) => redactedAt)).size).toBe(1);
    expect(marked.filter(({ at }) => at < named)).toEqual([]);
    expect(marked.filter(({ at }) => at === named)).toHaveLength(3);
    expect(marked.map(({ note }) => note)).toContain('For [redacted]');
  });

  test('leaves who took it out, when, why and of how many rows: not what it was', async () => {
    const { rows } = await db.owner.query('SELECT by, reason, rows, at FROM redaction');
    const [, count] = /out of (\d+) rows/.exec(ended.stdout) ?? [];
    expect(rows).toEqual([
      { by: 'Records office', reason: 'Order of a court.', rows: Number(count), at: expect.any(Date) },
    ]);
  });

  test('is nowhere a second time, and then nothing is changed', async () => {
    const content = await contentOf(db);
    const again = await redact(db, '--text', text, ...who, '--yes');
    expect(again.code).toBe(1);
    expect(again.stderr).toEqual([
      'The text stands nowhere that it can be taken out of, so nothing was changed.',
    ]);
    expect(await contentOf(db)).toEqual(content);
  });
});

describe('npm run redact', () => {
  test('reads the text from standard input, and with --dry-run only counts', async () => {
    const db = await testDatabase();
    await db.owner.query(
      `INSERT INTO place (id, slug, name) VALUES (gen_random_uuid(), 'here', 'Old Mill Lane 3')`,
    );
    const content = await contentOf(db);
    const cli = [process.execPath, '--import', 'tsx', 'src/cli.ts', 'redact', '--text', '-'];
    const dry = await new Run([...cli, '--dry-run'], settings(db), undefined, 'Mill Lane\n').ended;
    expect(dry).toMatchObject({ code: 0, stderr: [] });
    expect(dry.stdout).toContain('    place: 1 (name)');
    expect(await contentOf(db)).toEqual(content);
    const done = await new Run([...cli, ...who, '--yes'], settings(db), undefined, 'Mill Lane\n').ended;
    expect(done).toMatchObject({ code: 0, stderr: [] });
    expect(`${dry.stdout}${done.stdout}`).not.toContain('Mill');
    const { rows } = await db.owner.query('SELECT name FROM place');
    expect(rows).toEqual([{ name: 'Old [redacted] 3' }]);
  });

  test('asks before it changes anything, and refuses where nobody can answer', async () => {
    const db = await testDatabase();
    const { code, stderr } = await redact(db, '--text', 'Mill Lane', ...who);
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringMatching(/cannot be undone, and nobody is there to be asked/)]);
  });

  test.each([
    [['--text', 'Mi'], '--text: a text of 2 characters was given'],
    [[], '--text: nothing was given, and a text of 3 characters or more is taken; give --text -'],
    [['--text', ' '], '--text: a text of 0 characters was given'],
    [['--text', 'Mill Lane', '--yes'], '--by: 1 to 100 characters'],
    [['--text', 'Mill Lane', '--by', 'Me', '--yes'], '--reason: 1 to 1000 characters'],
    [['--text', 'Mill Lane', '--with', 'not MILL  lane'], '--with: the replacement holds the text itself'],
    [['--text', 'Mill Lane', '--by', 'Me', '--reason', 'He of mill lane.'], '--reason: it holds the text'],
  ])('%j is refused in one line without the text, before a database is opened', async (args, sentence) => {
    const { code, stdout, stderr } = await runCommand(['redact', ...args], { DATA_DIR: '/nonexistent' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toEqual([expect.stringContaining(sentence)]);
    expect(stderr.join().toLowerCase()).not.toContain('lane');
  });

  test('cannot be run as the role that serves', async () => {
    const db = await testDatabase();
    await db.owner.query(
      `INSERT INTO place (id, slug, name) VALUES (gen_random_uuid(), 'here', 'Old Mill Lane 3')`,
    );
    const content = await contentOf(db);
    const { code, stderr } = await runCommand(['redact', '--text', 'Mill Lane', ...who, '--yes'], {
      DATABASE_URL: db.url,
    });
    expect(code).toBe(1);
    expect(stderr).toHaveLength(1);
    expect(stderr.join()).not.toContain('Mill');
    expect(await contentOf(db)).toEqual(content);
  });

  test('does all or nothing: what a rule of the database refuses changes no row', async () => {
    const db = await testDatabase();
    for (const slug of ['ahmad-dar', 'redacted'])
      await db.owner.query(`INSERT INTO place (id, slug, name) VALUES (gen_random_uuid(), $1, $1)`, [slug]);
    const content = await contentOf(db);
    const { code, stderr } = await redact(db, '--text', 'ahmad-dar', '--with', 'redacted', ...who, '--yes');
    expect(code).toBe(1);
    expect(stderr).toEqual([
      'With this replacement place_slug_key of place would not hold, so nothing was changed. Give another one in --with.',
    ]);
    expect(await contentOf(db)).toEqual(content);
  });

  test('keeps slugs and says so, and replaces them where text and replacement are parts of slugs', async () => {
    const db = await testDatabase();
    await db.owner.query(
      `INSERT INTO place (id, slug, name) VALUES (gen_random_uuid(), 'house-of-ahmad-dar', 'House of Ahmad Dar')`,
    );
    const first = await redact(db, '--text', 'Ahmad Dar', ...who, '--yes');
    expect(first.stdout).toContain('    place.slug: 1 that stay');
    const second = await redact(db, '--text', 'ahmad-dar', '--with', 'person-1', ...who, '--yes');
    expect(second).toMatchObject({ code: 0, stderr: [] });
    const { rows } = await db.owner.query('SELECT slug, name FROM place');
    expect(rows).toEqual([{ slug: 'house-of-person-1', name: 'House of [redacted]' }]);
  });

  test('and somebody who writes meanwhile do not keep each other waiting for ever', async () => {
    const db = await testDatabase();
    for (const table of ['actor', 'source'])
      await db.owner.query(
        `INSERT INTO ${table} (id, slug, kind, ${table === 'actor' ? 'name' : 'title'})
         VALUES (gen_random_uuid(), 'here', $1, 'Old Mill Lane 3')`,
        [table === 'actor' ? 'PERSON' : 'WIRE'],
      );
    const other = await db.pool.connect();
    await other.query(`BEGIN; UPDATE source SET language = 'en'`);
    const request = { what: 'Mill Lane', instead: '[redacted]', by: 'Records office', reason: 'An order.' };
    const redacting = redactText(db.ownerUrl, request, () => undefined);
    await expect.poll(() => waiting(db), { timeout: 30_000 }).toBe(1);
    // One of the two is told to begin anew.
    await other.query(`UPDATE actor SET kind = 'PERSON'`).catch(() => undefined);
    await other.query('COMMIT');
    other.release();
    expect(await redacting).toBe(2);
  });

  test('leaves a request that is sent again what it was, whatever its key is', async () => {
    const db = await testDatabase();
    const input = { slug: 'smithy', name: 'The smithy', kind: 'NGO', idempotencyKey: 'desk-smithy-7' };
    const payload = 'actor { id version }';
    const first = await editors.change(db, 'createActor', input, payload);
    const { code, stdout } = await redact(db, '--text', 'smithy', ...who, '--yes');
    expect([code, stdout]).toEqual([0, expect.not.stringContaining('given_answer')]);
    expect(await editors.change(db, 'createActor', input, payload)).toEqual(first);
  });

  test('leaves what is stopped as it was', async () => {
    const db = await testDatabase();
    await db.owner.query(
      `INSERT INTO place (id, slug, name) VALUES (gen_random_uuid(), 'here', 'Old Mill Lane 3')`,
    );
    const content = await contentOf(db);
    const other = await db.pool.connect();
    await other.query('BEGIN; UPDATE place SET latitude = 1, longitude = 1');
    const run = new Run(
      [process.execPath, '--import', 'tsx', 'src/cli.ts', 'redact', '--text', 'Mill Lane', ...who, '--yes'],
      settings(db),
    );
    await expect.poll(() => waiting(db), { timeout: 30_000 }).toBe(1);
    expect(await run.stop('SIGINT')).toMatchObject({ code: 130, stderr: [] });
    await other.query('ROLLBACK');
    other.release();
    expect(await contentOf(db)).toEqual(content);
  });
});
