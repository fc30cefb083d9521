import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { createDb } from '../../src/kernel/db.ts';
import { type TestDatabase, testDatabase } from '../setup/database.ts';
import { base, claimWith, eventWith, seedOf, voiced } from './folder.ts';

const unseen = fileURLToPath(new URL('unseen', import.meta.url));

/** Every row of every table as text, so that any change shows, also of a time of change. */
async function everything({ pool }: TestDatabase): Promise<Record<string, string[]>> {
  const tables = await pool.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1",
  );
  const rows: Record<string, string[]> = {};
  for (const { name } of tables.rows) {
    const found = await pool.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t ORDER BY 1`);
    rows[name] = found.rows.map(({ row }) => row);
  }
  return rows;
}

async function rowCount(db: TestDatabase): Promise<number> {
  return Object.values(await everything(db)).flat().length;
}

describe('loading a folder', async () => {
  const db = await testDatabase();

  test('twice changes nothing, not even a time of change', async () => {
    const first = await seedFolder(db, unseen);
    const before = await everything(db);
    const second = await seedFolder(db, unseen);
    expect(await everything(db)).toEqual(before);
    expect(Object.values(before).flat().length).toBeGreaterThan(100);
    for (const [list, { added }] of Object.entries(first))
      expect({ list, ...second[list as keyof typeof second] }).toEqual({ list, added: 0, kept: added });
  });

  test('leaves what is on record as it is and adds what is new beside it', async () => {
    await seedFolder(db, await seedOf({ 'base.yaml': base }));
    const changed = base
      .replace('name: Arva', 'name: Arva renamed')
      .replace('started: 2020', 'started: 2024');
    const report = await seedFolder(
      db,
      await seedOf({
        'base.yaml': changed,
        'more.yaml': eventWith('participants: [{ actor: arva, role: HOST }]'),
      }),
    );
    expect(report).toMatchObject({
      actors: { added: 0, kept: 3 },
      tenures: { added: 1, kept: 0 },
      events: { added: 1, kept: 1 },
    });
    const arva = await db.prisma.actor.findUniqueOrThrow({ where: { slug: 'arva' } });
    expect(arva).toMatchObject({ name: 'Arva', version: 1 });
  });

  test('gives an event on record the inverse of a relation, as one version more', async () => {
    await seedFolder(
      db,
      await seedOf({
        'later.yaml': eventWith('relations: [{ type: PART_OF, event: meeting }]').replace(
          'slug: more',
          'slug: part',
        ),
      }),
    );
    const meeting = await db.prisma.event.findUniqueOrThrow({
      where: { slug: 'meeting' },
      include: { relations: { include: { event: true } } },
    });
    expect(meeting.version).toBe(2);
    expect(meeting.relations).toMatchObject([{ type: 'HAS_PART', position: 1, event: { slug: 'part' } }]);
  });

  test('supersedes a claim on record, which then counts no more', async () => {
    const claimOf = (key: string, fields: string) =>
      `claims:\n  - { key: ${key}, source: paper, directness: NARRATOR, chain: [{ speaker: arva, act: ASSERT }], ${fields} }\n`;
    await seedFolder(
      db,
      await seedOf({ 'a.yaml': claimOf('first', 'says: [{ event: meeting, field: DATE, value: 2024 }]') }),
    );
    const before = await db.prisma.event.findUniqueOrThrow({ where: { slug: 'meeting' } });
    expect(before.differsFromClaims).toContain('DATE');
    await seedFolder(
      db,
      await seedOf({
        'b.yaml': claimOf(
          'second',
          'says: [{ event: meeting, field: DATE, value: 2025 }], supersedes: paper#first',
        ),
      }),
    );
    const claims = await db.prisma.claim.findMany({
      where: { source: { slug: 'paper' }, key: { in: ['first', 'second'] } },
      orderBy: { id: 'asc' },
    });
    expect(claims).toMatchObject([
      { key: 'first', status: 'SUPERSEDED', version: 2 },
      { key: 'second', status: 'ACTIVE', version: 1, supersedesId: claims[0]?.id },
    ]);
    const after = await db.prisma.event.findUniqueOrThrow({ where: { slug: 'meeting' } });
    expect(after.differsFromClaims).not.toContain('DATE');
  });

  test('takes an office of the record, and a claim withdrawn from the start takes nothing back', async () => {
    const taken = voiced('speaker: ana-arva, act: ASSERT, speakingAs: [arva-minister]').replace(
      'key: k',
      'key: ana',
    );
    await seedFolder(
      db,
      await seedOf({
        'a.yaml': taken,
        'b.yaml': taken
          .replace('key: ana', 'key: ana-withdrawn')
          .replace('directness', 'supersedes: paper#ana, retracted: Entered in error., directness'),
      }),
    );
    const claims = await db.prisma.claim.findMany({
      where: { key: { in: ['ana', 'ana-withdrawn'] } },
      orderBy: { key: 'asc' },
      include: { chain: { include: { tenureRows: true } } },
    });
    expect(claims).toMatchObject([{ status: 'ACTIVE' }, { status: 'RETRACTED' }]);
    expect(claims[0]?.chain[0]?.tenureRows).toHaveLength(1);
  });
});

describe('a load that is not the only thing that happens', () => {
  test('an error in the middle leaves nothing behind', async () => {
    const db = await testDatabase();
    const empty = await rowCount(db);
    const loading = seedFolder(db, unseen, {
      onProgress: (list) => {
        if (list === 'attempts') throw new Error('the disk is full');
      },
    });
    await expect(loading).rejects.toThrow('the disk is full');
    expect(await rowCount(db)).toBe(empty);
  });

  test('a loader that is killed leaves nothing behind and keeps no other waiting', async () => {
    const db = await testDatabase();
    const empty = await rowCount(db);
    const script = fileURLToPath(new URL('killed-loader.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, db.url, unseen], { stdio: 'inherit' });
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
    expect(await rowCount(db)).toBe(empty);
    expect((await seedFolder(db, unseen)).events.added).toBe(4);
  });

  test('two loaders at once take turns: one adds everything, the other finds it there', async () => {
    const db = await testDatabase();
    const other = createDb(db.url, { max: 2, statementTimeoutMs: 20_000 });
    try {
      const reports = await Promise.all([seedFolder(db, unseen), seedFolder(other, unseen)]);
      const added = reports.map(({ claims }) => claims.added).sort((a, b) => a - b);
      expect(added).toEqual([0, 34]);
      expect(reports.map(({ claims }) => claims.kept).sort((a, b) => a - b)).toEqual([0, 34]);
    } finally {
      await other.close();
    }
  });
});

describe('a folder whose entries refer to one another', () => {
  test('a source and the event that is its utterance, sources that refer in a ring, two attempts that may be one', async () => {
    const db = await testDatabase();
    const attempt = (slug: string, other: string) =>
      `  - { slug: ${slug}, title: X, date: NONE, mediators: [{ actor: arva }], responses: [], proposalOriginator: arva, possiblySameAs: [${other}] }\n`;
    await seedFolder(
      db,
      await seedOf({
        'a.yaml': `sources:
  - { slug: article, kind: NEWS_ARTICLE, title: A, reportsOn: video }
  - { slug: video, kind: BROADCAST_INTERVIEW, title: V, embeddedIn: article, event: interview }
attempts:
${attempt('one', 'two')}${attempt('two', 'one')}`,
        'b.yaml': `events:
  - { slug: interview, type: INTERVIEW, title: I, date: 2025, place: NONE, relations: [{ type: SAME_AS, event: talk }] }
  - { slug: talk, type: STATEMENT, title: T, date: 2025, place: NONE, relations: [{ type: SAME_AS, event: interview, inferred: true }] }
actors:
  - { slug: arva, name: Arva, kind: STATE }
`,
      }),
    );
    const video = await db.prisma.source.findUniqueOrThrow({
      where: { slug: 'video' },
      include: { embeddedIn: true, event: { include: { relations: true } } },
    });
    expect(video).toMatchObject({ embeddedIn: { slug: 'article' }, event: { slug: 'interview' } });
    // Each of two relations that say the same keeps its own mark.
    expect(video.event?.relations).toMatchObject([{ type: 'SAME_AS', inferred: false }]);
    expect(await db.prisma.attemptSameAs.count()).toBe(2);
  });

  test('of several tenures of one office, the one at the time counts', async () => {
    const db = await testDatabase();
    const tenures = `tenures:
  - { holder: ana-arva, office: arva-minister, started: 2020, ended: 2021 }
  - { holder: ana-arva, office: arva-minister, started: 2024 }
`;
    const at = (slug: string, date: string) =>
      `  - { slug: ${slug}, type: CALL, title: X, date: ${date}, place: NONE, participants: [{ actor: ana-arva, role: SPEAKER, speakingAs: [arva-minister] }] }\n`;
    await seedFolder(
      db,
      await seedOf({
        'base.yaml': base.replace(/tenures:\n.*\n/, tenures),
        'more.yaml': `events:\n${at('early', '2020-05')}${at('now', '2025')}${at('between', '2022')}${at('undated', 'UNKNOWN')}`,
      }),
    );
    const events = await db.prisma.event.findMany({
      where: { participants: { some: {} } },
      include: { participants: { include: { tenureRows: { include: { tenure: true } } } } },
    });
    const started = Object.fromEntries(
      events.map(({ slug, participants }) => [slug, participants[0]?.tenureRows[0]?.tenure.started]),
    );
    expect(started).toMatchObject({
      early: { edtf: '2020' },
      now: { edtf: '2024' },
      between: { edtf: '2024' },
      undated: { edtf: '2024' },
    });
  });

  test('thousands of entries, children before their parents, take seconds', async () => {
    const db = await testDatabase();
    const count = 3000;
    const actors = Array.from(
      { length: count },
      (_, index) =>
        `  - { slug: a${index}, name: A, kind: NGO${index + 1 < count && index % 10 !== 9 ? `, memberOf: a${index + 1}` : ''} }`,
    );
    const claims = Array.from({ length: 2000 }, (_, index) =>
      claimWith(
        `says: [{ event: meeting, field: LABEL, value: x }], chain: [{ speaker: arva, act: ASSERT }]${index % 10 < 9 ? `, supersedes: paper#k${index + 1}` : ''}`,
      )
        .replace('claims:\n', '')
        .replace('key: k', `key: k${index}`),
    );
    const report = await seedFolder(
      db,
      await seedOf({
        'base.yaml': base,
        'a.yaml': `actors:\n${actors.join('\n')}\n`,
        'c.yaml': `claims:\n${claims.join('')}`,
      }),
    );
    expect(report).toMatchObject({ actors: { added: count + 3 }, claims: { added: 2000 } });
    expect(await db.prisma.claim.count({ where: { status: 'ACTIVE' } })).toBe(200);
  });
});
