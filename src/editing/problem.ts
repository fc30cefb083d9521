/** What kind of problem it is, for programs; a message says it for people. */
export type ProblemCode =
  /** Something that has to be given is not. */
  | 'REQUIRED'
  /** A field that is not accepted there. */
  | 'UNKNOWN_FIELD'
  /** A value that is not accepted there. */
  | 'INVALID'
  /** A date that cannot be read, or whose ends are the wrong way round. */
  | 'INVALID_DATE'
  /** A text or a list that is longer than may be. */
  | 'TOO_LONG'
  /** Two values that exclude each other, or of which one needs the other. */
  | 'CONFLICTING'
  /** A reference to what is neither given nor on record. */
  | 'UNKNOWN_REFERENCE'
  /** A slug or a code that something else has. */
  | 'TAKEN'
  /** The same thing twice in one list. */
  | 'DUPLICATE'
  /** Something that would lead back to itself. */
  | 'LOOP'
  /** A quote that does not stand in the text where it is said to. */
  | 'QUOTE_NOT_FOUND'
  /** Voices that are not numbered from 1 on. */
  | 'CHAIN_NOT_NUMBERED'
  /** A claim that takes back what another speaker said. */
  | 'OTHER_SPEAKER'
  /** Someone speaks as the holder of an office at a time at which no tenure of theirs is known: a warning. */
  | 'OUTSIDE_TENURE'
  /** Someone answers an attempt who is no party of its conflict: a warning. */
  | 'NOT_A_PARTY';

export interface Problem {
  /** Where in the input it is. */
  readonly path: readonly string[];
  /** A ProblemCode, or a code of what only some mutations refuse. */
  readonly code: string;
  readonly message: string;
}

export type Path = readonly PropertyKey[];

/** One thing that somebody wants to put on record, as it was given. */
export interface Entry {
  /** Where it stands in what was given. */
  readonly path: Path;
  /** What was given. */
  readonly raw: unknown;
}

/** Gathers what is wrong, each problem with where it is, so that all are told at once. */
export interface Problems {
  /** Something is wrong with what stands at a path inside an entry. */
  add(entry: Entry, inside: Path, message: string, code?: ProblemCode): void;
  /** Something is to be looked at, and no reason to refuse. */
  warn(entry: Entry, inside: Path, message: string, code: ProblemCode): void;
  /** How a message names the place of another entry. */
  placeOf(entry: Entry): string;
  /** @throws DomainError where there is any problem. */
  refuse(): void;
}

/** A path as far as the value has it and one step beyond: what was read out of a text is told at the text. */
export function pathIn(value: unknown, path: Path): Path {
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
