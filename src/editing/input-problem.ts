import { InvalidError } from './outcome.ts';
import { type Entry, type Path, type Problem, type ProblemCode, type Problems, pathIn } from './problem.ts';

/** An entry of an input, whose fields may be called otherwise there than in a draft. */
export interface InputEntry extends Entry {
  /** Where in the input stands what a path inside the entry leads to. */
  readonly locate?: (inside: Path) => Path;
}

/** What is wrong with the input of a mutation, by the path of the field. */
export class InputProblems implements Problems {
  readonly #problems = new Map<string, Problem>();
  readonly #warnings = new Map<string, Problem>();

  get warnings(): readonly Problem[] {
    return [...this.#warnings.values()];
  }

  add(entry: Entry, inside: Path, message: string, code: ProblemCode = 'INVALID'): void {
    keep(this.#problems, toProblem(entry, inside, message, code));
  }

  warn(entry: Entry, inside: Path, message: string, code: ProblemCode): void {
    keep(this.#warnings, toProblem(entry, inside, message, code));
  }

  placeOf({ path }: Entry): string {
    return path.map(String).join('.') || 'the input';
  }

  /** @throws InvalidError with every problem, where there is any. */
  refuse(): void {
    if (this.#problems.size > 0) throw new InvalidError([...this.#problems.values()]);
  }
}

function keep(problems: Map<string, Problem>, problem: Problem): void {
  // Whatever is missing is missing once; the first sentence knows more about it than the shape does.
  const what = problem.code === 'REQUIRED' ? problem.code : problem.message;
  const key = `${problem.path.join('.')} ${what}`;
  if (!problems.has(key)) problems.set(key, problem);
}

function toProblem(entry: InputEntry, inside: Path, message: string, code: ProblemCode): Problem {
  const given = pathIn(entry.raw, inside);
  const located = entry.locate?.(given) ?? given;
  return { path: [...entry.path, ...located].map(String), code, message };
}
