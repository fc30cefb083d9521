import fc from 'fast-check';

/**
 * Numbers from which a step of a random history makes its decisions, one after the other. Where they are used up, the
 * first of whatever there is to choose is chosen, so that fewer and smaller numbers make a simpler step: what fails
 * shrinks to what matters.
 */
export class Choices {
  readonly #numbers: readonly number[];
  #used = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A number below a bound. */
  below(bound: number): number {
    const number = this.#numbers[this.#used] ?? 0;
    this.#used += 1;
    return number % bound;
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new RangeError('There is nothing to choose from.');
    return picked;
  }

  /** True once in so many times. */
  once(inTimes: number): boolean {
    return this.below(inTimes) === inTimes - 1;
  }

  /** Up to so many, each drawn by itself. */
  list<T>(most: number, draw: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, draw);
  }

  /** Up to so many of a list, none of them twice. */
  some<T>(most: number, from: readonly T[]): T[] {
    return [...new Set(this.list(most, () => this.pick(from)))];
  }
}

export const numbers = fc.array(fc.nat(9_999), { maxLength: 40, size: 'max' });
