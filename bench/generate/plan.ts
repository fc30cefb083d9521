/** How many of each thing a record of so many events has. */
export interface Sizes {
  readonly events: number;
  readonly actors: number;
  readonly attempts: number;
  readonly positions: number;
  readonly claims: number;
  readonly sources: number;
  readonly places: number;
  readonly conflicts: number;
  readonly issues: number;
  readonly datasets: number;
}

/** All in proportion to the events, except that a small record still has enough to choose from. */
export function sizesFor(events: number): Sizes {
  const share = events / 1_000_000;
  const part = (count: number, least: number) => Math.max(least, Math.round(count * share));
  return {
    events,
    actors: part(2_000, 200),
    attempts: Math.round(events / 20),
    positions: Math.round(events / 20),
    claims: Math.round(events * 0.3),
    sources: part(5_000, 100),
    places: part(500, 60),
    conflicts: part(50, 12),
    issues: part(60, 20),
    datasets: 5,
  };
}

/** The kinds of things that have ids, each with the number that its ids are made from. */
const kinds = {
  actor: 1,
  place: 2,
  conflict: 3,
  issue: 4,
  dataset: 5,
  source: 6,
  event: 7,
  mediation_attempt: 8,
  position: 9,
  party_response: 10,
  claim: 11,
  disagreement: 12,
  disagreement_side: 13,
  office: 14,
  tenure: 15,
  identifier: 16,
} as const;

export type Kind = keyof typeof kinds;

/** The record is made between these two instants, milliseconds since 1970. */
const begin = Date.UTC(2025, 0, 1);
const span = 360 * 86_400_000;

/** SQL for what a seed decides: ids, instants, random numbers. */
export class Seeded {
  readonly seed: number;
  readonly counts: ReadonlyMap<Kind, number>;

  constructor(seed: number, sizes: Sizes) {
    this.seed = seed;
    this.counts = new Map<Kind, number>([
      ['actor', sizes.actors],
      ['place', sizes.places],
      ['conflict', sizes.conflicts],
      ['issue', sizes.issues],
      ['source', sizes.sources],
      ['event', sizes.events],
      ['mediation_attempt', sizes.attempts],
      ['position', sizes.positions],
      ['party_response', sizes.attempts * 5],
      ['claim', sizes.claims],
    ]);
  }

  /**
   * The UUID of the nth thing of a kind, of the form of version 7: milliseconds, then bits that the seed decides.
   * The order of the numbers is the order of the ids.
   */
  id(kind: Kind, n: string): string {
    const low = `hashint8extended((${n})::bigint, ${this.seed * 1000 + 900 + kinds[kind]})`;
    const high = `((${this.millisecond(kind, n)}) << 16) | 28672 | (${low} & 4095)`;
    const rest = `(-9223372036854775808) | ((${low} >> 1) & 4611686018427387903)`;
    return `encode(int8send(${high}) || int8send(${rest}), 'hex')::uuid`;
  }

  /** When the nth thing of a kind was recorded. Some dozens are recorded at once, as an import does. */
  createdAt(kind: Kind, n: string): string {
    return `to_timestamp((${this.millisecond(kind, `(${n}) / 48 * 48`)}) / 1000.0)`;
  }

  /** A random number from 0 up to 1 for each n and salt. */
  random(n: string, salt: number | string): string {
    return `(((hashint8extended((${n})::bigint, ${this.seed * 1000} + ${salt}) >> 11) & 9007199254740991)::float8 / 9007199254740992.0)`;
  }

  /** The number, from 1, of one of several things, by the sums of their shares and a random number. */
  numberBy(random: string, sums: readonly number[]): string {
    return `least(${sums.length}, 1 + width_bucket(${random}, ARRAY[${sums.map((sum) => sum.toPrecision(12)).join(',')}]::float8[]))`;
  }

  /** One value of an enum of the database, by shares. */
  oneOf(type: string, random: string, shares: Readonly<Record<string, number>>): string {
    const values = Object.keys(shares);
    const total = Object.values(shares).reduce((sum, share) => sum + share, 0);
    let below = 0;
    const sums = Object.values(shares).map((share) => {
      below += share / total;
      return below;
    });
    return `('{${values.join(',')}}'::${type}[])[${this.numberBy(random, sums)}]`;
  }

  private millisecond(kind: Kind, n: string): string {
    const step = Math.max(1, Math.floor(span / (this.counts.get(kind) ?? 1000)));
    return `${begin}::bigint + (${n})::bigint * ${step}`;
  }
}
