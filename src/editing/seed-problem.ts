import { InputError } from '../kernel/errors.ts';
import { type Entry, type Path, type Problems, pathIn } from './problem.ts';

/** As many problems as are told at once; most others follow from them. */
const maxProblems = 10;

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
export interface SeedEntry extends Entry {
  readonly file: SeedFile;
}

/** What is wrong with a seed, each problem a line that begins with `file:line`. */
export class SeedProblems implements Problems {
  readonly #lines = new Set<string>();

  add(entry: Entry, inside: Path, message: string): void {
    const given = pathIn(entry.raw, inside);
    const where = given.length > 0 ? `${given.map(String).join('.')}: ` : '';
    const { file } = seedEntry(entry);
    this.addAt(file.name, file.lineOf([...entry.path, ...given]), `${where}${message}`);
  }

  /** What a seed says outside of a tenure is its author's; nobody is there to be told. */
  warn(): void {}

  addAt(file: string, line: number, message: string): void {
    this.#lines.add(`${file}:${line}: ${message}`);
  }

  placeOf(entry: Entry): string {
    const { file, path } = seedEntry(entry);
    return `${file.name}:${file.lineOf(path)}`;
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

function seedEntry(entry: Entry): SeedEntry {
  if (!('file' in entry)) throw new RangeError('The entry stands in no file.');
  return entry as SeedEntry;
}
