import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Path } from './problem.ts';
import { findExcess } from './seed-limits.ts';
import type { SeedFile, SeedProblems } from './seed-problem.ts';

/** Values that aliases may stand for in one file, counted at every use: an alias can name a list of aliases. */
const maxAliased = 10_000;

/**
 * Reads a YAML text by the core schema of YAML 1.2, with one difference: a value is kept as it is written, so that
 * `2025` can be a year and `042` a code; whoever needs a number or a flag reads it from the text. A key without a
 * value is as if left out. Gives null where the text cannot be read at all; `problems` says why.
 */
export function parseYaml(name: string, text: string, problems: SeedProblems): SeedFile | null {
  const excess = findExcess(text);
  if (excess) {
    problems.addAt(name, text.slice(0, excess.offset).split('\n').length, excess.message);
    return null;
  }
  const lines = new LineCounter();
  // Keys are compared below: the parser's own comparison takes time that grows with the square of their number.
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
    stringKeys: true,
    resolveKnownTags: false,
    prettyErrors: false,
    version: '1.2',
  });
  const faults = [...document.errors, ...document.warnings];
  for (const { pos, message } of faults) problems.addAt(name, lines.linePos(pos[0]).line, oneLine(message));
  if (faults.length > 0) return null;
  const reader = new NodeReader((offset, message) =>
    problems.addAt(name, lines.linePos(offset).line, message),
  );
  const root = reader.read(document.contents);
  return { name, root, lineOf: (path) => lines.linePos(reader.offsetOf(root, path)).line };
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ');
}

/** Turns nodes into plain values and remembers where they stand. */
class NodeReader {
  readonly #report: (offset: number, message: string) => void;
  readonly #offsets = new WeakMap<object, Map<string, number>>();
  readonly #anchors = new Map<string, { value: unknown; size: number }>();
  #count = 0;
  #aliased = 0;

  constructor(report: (offset: number, message: string) => void) {
    this.#report = report;
  }

  read(node: unknown): unknown {
    const before = this.#count;
    this.#count += 1;
    if (isAlias(node)) return this.#readAlias(node.source, node.range?.[0] ?? 0);
    const value = this.#readValue(node);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor) this.#anchors.set(anchor, { value, size: this.#count - before });
    return value;
  }

  offsetOf(root: unknown, path: Path): number {
    let [offset, value] = [0, root];
    for (const key of path) {
      if (typeof value !== 'object' || value === null) break;
      const at = this.#offsets.get(value)?.get(String(key));
      if (at === undefined) break;
      [offset, value] = [at, Reflect.get(value, key)];
    }
    return offset;
  }

  #readValue(node: unknown): unknown {
    if (isScalar(node)) {
      if (node.value === null) return null;
      return node.type === 'PLAIN' ? (node.source ?? String(node.value)) : String(node.value);
    }
    const offsets = new Map<string, number>();
    if (isSeq(node)) {
      const items = node.items.map((item, index) => {
        offsets.set(String(index), startOf(item));
        return this.read(item);
      });
      this.#offsets.set(items, offsets);
      return items;
    }
    if (!isMap(node)) return null;
    const values: [string, unknown][] = [];
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      if (offsets.has(key))
        this.#report(startOf(pair.key), `the key ${JSON.stringify(key)} stands here twice`);
      offsets.set(key, startOf(pair.key));
      const value = this.read(pair.value);
      if (value !== null) values.push([key, value]);
    }
    const mapping = Object.fromEntries(values);
    this.#offsets.set(mapping, offsets);
    return mapping;
  }

  /** What an anchor names is shared and not copied; inside itself it has no value yet. */
  #readAlias(name: string, offset: number): unknown {
    const anchored = this.#anchors.get(name);
    if (!anchored) {
      this.#report(offset, `the alias *${name} names nothing that stands before it`);
      return null;
    }
    this.#count += anchored.size;
    this.#aliased += anchored.size;
    if (this.#aliased <= maxAliased) return anchored.value;
    this.#report(offset, `the aliases of the file stand for more than ${maxAliased} values; write them out`);
    return null;
  }
}

function startOf(node: unknown): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0;
}
