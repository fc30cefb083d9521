import sql, { type Sql } from 'sql-template-tag';
import type { Reference } from './ids.ts';

/** A type whose rows an argument may name by id or slug, and the table that holds them. */
export interface Referable {
  typeName: string;
  table: Sql;
  /** The field by which its slugs can be looked up. */
  list: string;
}

const most = 10_000;

/** Which row each slug named when it was last looked up. */
export class SlugBook {
  readonly #ids = new Map<string, string>();

  get(typeName: string, slug: string): string | undefined {
    return this.#ids.get(`${typeName} ${slug}`);
  }

  set(typeName: string, slug: string, id: string): void {
    const key = `${typeName} ${slug}`;
    this.#ids.delete(key);
    this.#ids.set(key, id);
    const [oldest] = this.#ids.keys();
    if (this.#ids.size > most && oldest !== undefined) this.#ids.delete(oldest);
  }

  forget(typeName: string, slug: string): void {
    this.#ids.delete(`${typeName} ${slug}`);
  }
}

/**
 * The references of one operation. They are taken at their word while its statement is made, and the statement
 * itself compares them: an id that is not on record, or a slug that names another row by now, gives no answer.
 */
export class References {
  readonly #book: SlugBook;
  readonly #checks = new Map<string, Sql>();
  readonly #slugs: [typeName: string, slug: string][] = [];

  constructor(book: SlugBook) {
    this.#book = book;
  }

  find(referable: Referable, { id, slug }: Reference): string | undefined {
    const found = id ?? this.#book.get(referable.typeName, slug);
    if (found !== undefined) this.#check(referable, found, slug);
    return found;
  }

  learn(referable: Referable, { slug }: Reference, id: string): void {
    if (slug !== undefined) this.#book.set(referable.typeName, slug, id);
    this.#check(referable, id, slug);
  }

  /** Conditions that hold where every reference still names what it was taken for. */
  get checks(): readonly Sql[] {
    return [...this.#checks.values()];
  }

  /** Takes the slugs of this operation out of the book, to be looked up again. */
  forget(): void {
    for (const [typeName, slug] of this.#slugs) this.#book.forget(typeName, slug);
  }

  #check({ typeName, table }: Referable, id: string, slug: string | undefined): void {
    if (slug !== undefined) this.#slugs.push([typeName, slug]);
    const named = slug === undefined ? sql`` : sql` AND slug = ${slug}`;
    this.#checks.set(
      `${typeName} ${id} ${slug ?? ''}`,
      sql`EXISTS (SELECT 1 FROM ${table} WHERE id = ${id}::uuid${named})`,
    );
  }
}
