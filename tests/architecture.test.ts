import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** From left to right: a folder imports only from itself and from folders before it. */
const order = [
  'generated',
  'kernel',
  'planner',
  'auth',
  'history',
  'datasets',
  'actors',
  'places',
  'conflicts',
  'sources',
  'codes',
  'events',
  'mediation',
  'positions',
  'claims',
  'queries',
  'search',
  'timeline',
  'counts',
  'editing',
  'exports',
  'imports',
  'web',
];
/** The files at the top of the tree, right of every folder. Each may use those before it. */
const tops = [
  'interrupt.ts',
  'schema.ts',
  'app.ts',
  'service.ts',
  'serve.ts',
  'commands.ts',
  'cli.ts',
  'main.ts',
];

interface SourceFile {
  /** Below src, with forward slashes. */
  path: string;
  text: string;
  /** Files below src that it imports, in whatever form. */
  imports: string[];
  /** Those of them that are there when the program runs: imports of types are gone by then. */
  loads: string[];
}

async function readSources(): Promise<SourceFile[]> {
  const entries = await readdir(src, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.startsWith('generated/'))
    .sort();
  return Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(src, path), 'utf8');
      return { path, text, imports: importsOf(path, text), loads: importsOf(path, withoutTypes(text)) };
    }),
  );
}

/** Every form of import counts: for names, for effects, for types, re-exports and dynamic ones. */
function importsOf(path: string, text: string): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.normalize(posix.join(posix.dirname(path), name)));
}

function withoutTypes(text: string): string {
  return ts.transpileModule(text, {
    compilerOptions: { verbatimModuleSyntax: true, target: ts.ScriptTarget.ESNext },
  }).outputText;
}

/** The place of a file in the order; files at the top come after all folders. */
function rank(path: string): number {
  const [folder = ''] = path.split('/');
  if (path.includes('/')) return order.indexOf(folder);
  return tops.includes(path) ? order.length + tops.indexOf(path) : -1;
}

function folderOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : path;
}

const sources = await readSources();

describe('the order of folders', () => {
  test('an import is found in every form that the language has', () => {
    const text = `import './a.ts';
      import { b } from '../b.ts';
      import type { C } from "./c.ts";
      export * from './d.ts';
      export { e } from './e.ts';
      const f = await import('./f.ts');
      type G = import('./g.ts').G;
      // import './not.ts'
      const h = "import './nor.ts'";`;
    const found = importsOf('x/y.ts', text);
    expect([...found].sort()).toEqual(['b.ts', 'x/a.ts', 'x/c.ts', 'x/d.ts', 'x/e.ts', 'x/f.ts', 'x/g.ts']);
  });

  test('imports were found at all, in nearly every file and from several folders', () => {
    const importing = sources.filter(({ imports }) => imports.length > 0);
    expect(importing.length).toBeGreaterThan(sources.length / 2);
    const between = sources.flatMap(({ path, imports }) =>
      imports.filter((target) => folderOf(target) !== folderOf(path)),
    );
    expect(between.length).toBeGreaterThan(100);
    expect(new Set(between.map(folderOf)).size).toBeGreaterThan(8);
  });

  test('every file stands in a folder of the order or is one of the files at the top', () => {
    expect(sources.map(({ path }) => path).filter((path) => rank(path) < 0)).toEqual([]);
  });

  test('a folder imports only from folders to its left, and nothing outside the source', () => {
    const wrong = sources.flatMap(({ path, imports }) =>
      imports
        .filter(
          (target) =>
            target.startsWith('..') ||
            rank(target) < 0 ||
            (folderOf(target) !== folderOf(path) && rank(target) > rank(path)),
        )
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('a store is imported only from its own folder', () => {
    const wrong = sources.flatMap(({ path, imports }) =>
      imports
        .filter((target) => target.endsWith('.store.ts') && dirname(target) !== dirname(path))
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('what people and formats read through never writes: web and exports import no service', () => {
    const wrong = sources
      .filter(({ path }) => ['web', 'exports'].includes(folderOf(path)))
      .flatMap(({ path, imports }) =>
        imports
          .filter((target) => target.endsWith('.service.ts'))
          .map((target) => `${path} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  test('no file leads back to itself through what it loads', () => {
    const loadsByPath = new Map(sources.map(({ path, loads }) => [path, loads]));
    const done = new Set<string>();
    const loops: string[] = [];
    const visit = (path: string, trail: readonly string[]) => {
      if (trail.includes(path)) loops.push([...trail.slice(trail.indexOf(path)), path].join(' > '));
      if (trail.includes(path) || done.has(path)) return;
      for (const target of loadsByPath.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const { path } of sources) visit(path, []);
    expect(loops).toEqual([]);
  });
});

describe('the kinds of file', () => {
  test('a name is a noun in kebab-case and at most one kind from a closed list', () => {
    const name = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:schema|service|store|read|vocabulary))?\.ts$/;
    const wrong = sources
      .map(({ path }) => path)
      .filter((path) => !name.test(basename(path)) && !path.endsWith('.d.ts'));
    expect(wrong).toEqual([]);
  });

  test('there are no barrels and no folders or files for odds and ends', () => {
    const odd = /(?:^|\/)(?:index|utils?|common|helpers?|shared|misc)(?:[./]|$)/;
    expect(sources.map(({ path }) => path).filter((path) => odd.test(path))).toEqual([]);
  });

  test('no source file has more than 400 lines', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 401).map(({ path }) => path);
    expect(long).toEqual([]);
  });
});

describe('what knows no word of the domain', () => {
  const domain = new Set(
    `actor attribution ceasefire claim coding conveyor diplomacy diplomatic disagreement dyad event issue
     mediation mediator office originator participant participation passage speaker stance tenure`.split(
      /\s+/,
    ),
  );

  /** The words of the code: of its names, strings and templates, comments left out, each in the singular. */
  function wordsOf(text: string): Set<string> {
    const words = new Set<string>();
    const visit = (node: ts.Node) => {
      if (ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node))
        for (const word of node.text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [])
          words.add(word.toLowerCase().replace(/s$/, ''));
      node.forEachChild(visit);
    };
    visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.ESNext));
    return words;
  }

  test('a word of the domain is seen in a name, a string and a template, and not in a comment', () => {
    expect(wordsOf('const rootSpeakers = 1;')).toContain('speaker');
    expect(wordsOf('f("CLAIM_FIELD")')).toContain('claim');
    expect(wordsOf('const a = sql`SELECT 1 FROM event`')).toContain('event');
    expect([...wordsOf('/** An event. */ const a = 1; // a claim')]).toEqual(['a']);
  });

  /** What a token says of whom it is for is a claim too, and the settings name one. */
  const otherSense = ['kernel/oidc.ts: claim'];

  test.each(['kernel', 'planner'])('the folder %s', (folder) => {
    const found = sources
      .filter(({ path }) => folderOf(path) === folder)
      .flatMap(({ path, text }) => {
        const words = wordsOf(text.replaceAll(/'node:\w+'/g, "''"));
        return [...domain].filter((word) => words.has(word)).map((word) => `${path}: ${word}`);
      })
      .filter((word) => !otherSense.includes(word));
    expect(found).toEqual([]);
  });
});
