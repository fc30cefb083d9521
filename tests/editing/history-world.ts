/** What has a slug, by the type that the schema gives it. */
export const sluggedTypes = [
  'Actor',
  'Office',
  'Place',
  'Issue',
  'Conflict',
  'Event',
  'Source',
  'MediationAttempt',
  'Position',
] as const;
export type SluggedType = (typeof sluggedTypes)[number];

const letters: Readonly<Record<SluggedType, string>> = {
  Actor: 'a',
  Office: 'o',
  Place: 'l',
  Issue: 'i',
  Conflict: 'c',
  Event: 'e',
  Source: 's',
  MediationAttempt: 'm',
  Position: 'p',
};

/** The names of what one random history has put on record, all of them of this history alone. */
export class HistoryWorld {
  readonly name: string;
  /** Ids of claims and tenures, which have no slug. */
  readonly claims: string[] = [];
  readonly tenures: string[] = [];
  /** Who may hold offices, from the beginning. */
  readonly persons: string[] = [];
  /** What was retracted last, by slug or id, so that it can be restored. */
  readonly retracted: { type: string; id: string }[] = [];
  readonly #slugs = new Map<SluggedType, string[]>();
  readonly #survivors = new Map<string, string>();
  #given = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** A slug that nothing has yet; it is kept only when what has it is on record. */
  propose(type: SluggedType): string {
    this.#given += 1;
    return `${this.name}-${letters[type]}${this.#given}`;
  }

  keep(type: SluggedType, slug: string): void {
    this.#slugs.set(type, [...this.slugs(type), slug]);
  }

  /** The slugs of a type, those of actors that were merged among them. */
  slugs(type: SluggedType): readonly string[] {
    return this.#slugs.get(type) ?? [];
  }

  merge(merged: string, survivor: string): void {
    for (const [slug, into] of this.#survivors) if (into === merged) this.#survivors.set(slug, survivor);
    this.#survivors.set(merged, survivor);
  }

  /** The slug of the actor that goes on for one. */
  survivorOf(slug: string): string {
    return this.#survivors.get(slug) ?? slug;
  }

  /** Anything, with each actor in it given as the one that goes on for it. */
  withSurvivors<T>(value: T): T {
    if (typeof value === 'string')
      return value.replaceAll(/\bh\d+-a\d+\b/g, (slug) => this.survivorOf(slug)) as T;
    if (Array.isArray(value)) return value.map((item: unknown) => this.withSurvivors(item)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inside]) => [key, this.withSurvivors(inside)]),
    ) as T;
  }
}
