import { InputError } from '../kernel/errors.ts';

/** As many problems as are told at once; most others follow from them. */
const maxProblems = 10;

export type Path = readonly PropertyKey[];

/** A file that was read, with the line on which anything in it stands. */
export interface SeedFile {
  /** Its path as the user can find it. */
  name: string;
  /** Mappings, lists and texts; null where the file is empty. */
  root: unknown;
  /** The line, from 1, of what the path leads to; of the last thing on the way that exists, where it does not. */
  lineOf(path: Path): number;
}

/** One entry of a list of a seed file. */
export interface SeedEntry {
  file: SeedFile;
  /** Where in the file it stands. */
  path: Path;
  /** What stands there. */
  raw: unknown;
}

/** Gathers what is wrong with a seed, each problem a line that begins with `file:line`, and tells it all at once. */
export class Problems {
  readonly #lines = new Set<string>();

  /** Something is wrong with what stands at a path inside an entry. */
  add({ file, path, raw }: SeedEntry, inside: Path, message: string): void {
    const given = pathIn(raw, inside);
    const where = given.length > 0 ? `${given.map(String).join('.')}: ` : '';
    this.addAt(file.name, file.lineOf([...path, ...given]), `${where}${message}`);
  }

  addAt(file: string, line: number, message: string): void {
    this.#lines.add(`${file}:${line}: ${message}`);
  }

  /** @throws InputError with one line for each problem, ten at most, where there are any. */
  refuse(): void {
    const lines = [...this.#lines];
    if (lines.length === 0) return;
    const more = lines.length - maxProblems;
    throw new InputError(
      [...lines.slice(0, maxProblems), ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'),
    );
  }
}

/** A path as far as the value has it and one step beyond: what was read out of a text is told at the text. */
function pathIn(value: unknown, path: Path): Path {
  let inside = value;
  for (const [index, key] of path.entries()) {
    if (typeof inside !== 'object' || inside === null) return path.slice(0, index);
    inside = Reflect.get(inside, key);
  }
  return path;
}

/** A given value as a message shows it: in quotation marks, on one line, no longer than needed to find it. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 100 ? `${json.slice(0, 99)}…` : json;
}
