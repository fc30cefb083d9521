import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../kernel/errors.ts';
import { shown } from './problem.ts';
import { maxFileBytes, maxFiles } from './seed-limits.ts';
import type { SeedEntry, SeedProblems } from './seed-problem.ts';
import { parseYaml } from './seed-yaml.ts';

/**
 * Reads the YAML files of a folder, in the order of their names, into the entries of each list. Links, folders and
 * files of other types are passed over. What is wrong inside a file goes to `problems`.
 * @throws InputError when there is no such folder, or nothing in it that can be read.
 */
export async function readSeedFolder<L extends string>(
  folder: string,
  lists: readonly L[],
  problems: SeedProblems,
): Promise<Record<L, SeedEntry[]>> {
  const entries = Object.fromEntries(lists.map((list) => [list, []])) as unknown as Record<L, SeedEntry[]>;
  for (const name of await listFiles(folder)) {
    const file = parseYaml(name, await readText(name), problems);
    if (!file || file.root === null) continue;
    if (typeof file.root !== 'object' || Array.isArray(file.root)) {
      problems.addAt(name, 1, `a mapping of lists is expected: ${lists.join(', ')}`);
      continue;
    }
    for (const [list, items] of Object.entries(file.root)) {
      const refuse = (message: string) => problems.addAt(name, file.lineOf([list]), `${list}: ${message}`);
      if (!isOneOf(lists, list)) refuse(`there is no such list; accepted are ${lists.join(', ')}`);
      else if (!Array.isArray(items)) refuse('a list is expected');
      else for (const [index, raw] of items.entries()) entries[list].push({ file, path: [list, index], raw });
    }
  }
  return entries;
}

function isOneOf<L extends string>(lists: readonly L[], text: string): text is L {
  return (lists as readonly string[]).includes(text);
}

async function listFiles(folder: string): Promise<string[]> {
  let found: Dirent[];
  try {
    found = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw new InputError(
      `${shown(folder)} cannot be read as a folder of seed files; give the path of a folder that holds .yaml files.`,
      { cause: error },
    );
  }
  const names = found
    .filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name))
    .map(({ name }) => name);
  if (names.length === 0)
    throw new InputError(`${shown(folder)} holds no .yaml file; give the path of a folder that holds some.`);
  if (names.length > maxFiles)
    throw new InputError(
      `${shown(folder)} holds ${names.length} .yaml files; at most ${maxFiles} are read at once.`,
    );
  return names.sort().map((name) => join(folder, name));
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > maxFileBytes)
      throw new InputError(
        `${file}: the file has ${size} bytes; at most ${maxFileBytes} are read. Split it.`,
      );
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: the file cannot be read as UTF-8 text.`, { cause: error });
  }
}
