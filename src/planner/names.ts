import { createHash } from 'node:crypto';

/** A statement that may be prepared by name. */
export interface Nameable {
  readonly text: string;
  /** Whether its plan suits all values. */
  readonly suits: boolean;
  uses: number;
  name: string | null;
}

/** Each connection keeps what is prepared on it until it is closed. */
const mostNames = 500;
const longestText = 32_768;
const usesBefore = 3;

/** Statements after which every connection of a pool has been closed for its age, and names can be given anew. */
const runsOfAnAge = 100_000;

/** Gives names to the statements that come often, and to no more than connections can keep. */
export class Names {
  readonly #given = new Set<string>();
  #runs = 0;

  /** The name under which a statement is to be prepared; none for one that is rare, long, or planned anew each time. */
  of(statement: Nameable): string | undefined {
    this.#runs += 1;
    if (this.#runs >= runsOfAnAge) {
      this.#runs = 0;
      this.#given.clear();
    }
    statement.uses += 1;
    if (!statement.suits || statement.uses < usesBefore || statement.text.length > longestText)
      return undefined;
    statement.name ??= `p${createHash('sha256').update(statement.text).digest('base64url').slice(0, 20)}`;
    if (this.#given.size >= mostNames && !this.#given.has(statement.name)) return undefined;
    this.#given.add(statement.name);
    return statement.name;
  }
}
