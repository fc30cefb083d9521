import sql, { type Sql } from 'sql-template-tag';
import type { Db } from './db.ts';
import type { Reference } from './ids.ts';
import { comment } from './page.ts';

/** A type whose rows an argument may name by id or slug, and the table that holds them. */
export interface Referable {
  typeName: string;
  table: Sql;
  /** The field by which its slugs can be looked up. */
  list: string;
  /** The table `(id, slug, survivor_id)` of ids and slugs that go on finding the row that took them over. */
  redirects?: Sql;
}

export type Moving = Referable & Required<Pick<Referable, 'redirects'>>;

/** What a reference names: a row, under its own id and slug or under those that it took over. */
export interface Found {
  readonly id: string;
  readonly moved: boolean;
}

interface Given {
  readonly referable: Referable;
  readonly reference: Reference;
}

const most = 10_000;

/** Which row each slug, and each id that was taken over, named when it was last looked up. */
export class SlugBook {
  readonly #found = new Map<string, Found>();

  get(typeName: string, reference: Reference): Found | undefined {
    return this.#found.get(keyOf(typeName, reference));
  }

  set(typeName: string, reference: Reference, found: Found): void {
    const key = keyOf(typeName, reference);
    this.#found.delete(key);
    this.#found.set(key, found);
    const [oldest] = this.#found.keys();
    if (this.#found.size > most && oldest !== undefined) this.#found.delete(oldest);
  }

  forget(typeName: string, reference: Reference): boolean {
    return this.#found.delete(keyOf(typeName, reference));
  }
}

/** No slug holds a space. */
function keyOf(typeName: string, { id, slug }: Reference): string {
  return `${typeName} ${slug ?? `id ${id}`}`;
}

/**
 * The references of one operation. They are taken at their word while its statement is made, and the statement
 * itself compares them: an id that is not on record, or a slug that names another row by now, gives no answer.
 */
export class References {
  readonly #book: SlugBook;
  readonly #checks = new Map<string, Sql>();
  readonly #given = new Map<string, Given>();

  constructor(book: SlugBook) {
    this.#book = book;
  }

  find(referable: Referable, reference: Reference): string | undefined {
    const found =
      this.#book.get(referable.typeName, reference) ??
      (reference.id === undefined ? undefined : { id: reference.id, moved: false });
    if (found) this.#check(referable, reference, found);
    return found?.id;
  }

  learn(referable: Referable, reference: Reference, found: Found): void {
    if (reference.slug !== undefined || found.moved) this.#book.set(referable.typeName, reference, found);
    this.#check(referable, reference, found);
  }

  /** Conditions that hold where every reference still names what it was taken for. */
  get checks(): readonly Sql[] {
    return [...this.#checks.values()];
  }

  /** What arguments named. */
  get given(): readonly Given[] {
    return [...this.#given.values()];
  }

  #check(referable: Referable, reference: Reference, found: Found): void {
    const { typeName, table, redirects } = referable;
    const { id, slug } = reference;
    const key = keyOf(typeName, reference);
    this.#given.set(key, { referable, reference });
    const named = slug === undefined ? sql`` : sql` AND slug = ${slug}`;
    if (!found.moved || !redirects)
      this.#checks.set(key, sql`EXISTS (SELECT 1 FROM ${table} WHERE id = ${found.id}::uuid${named})`);
    else {
      const moved = slug === undefined ? sql`id = ${id}::uuid` : sql`slug = ${slug}`;
      this.#checks.set(
        key,
        sql`EXISTS (SELECT 1 FROM ${redirects} WHERE ${moved} AND survivor_id = ${found.id}::uuid)`,
      );
    }
  }
}

/**
 * Takes what operations named out of the book, and looks up which of their ids were taken over: an id is taken at its
 * word at first, so that the many that were not cost no look. Gives whether anything may be found otherwise now.
 */
export async function lookAgain(
  book: SlugBook,
  given: readonly Given[],
  db: Pick<Db, 'query'>,
): Promise<boolean> {
  let changed = false;
  const ids = new Map<Sql, Given[]>();
  for (const each of given) {
    const { referable, reference } = each;
    if (book.forget(referable.typeName, reference)) changed = true;
    const { redirects } = referable;
    if (reference.id !== undefined && redirects) ids.set(redirects, [...(ids.get(redirects) ?? []), each]);
  }
  for (const [redirects, named] of ids) {
    const typeName = named[0]?.referable.typeName ?? '';
    const rows = await db.query<{ id: string; survivor: string }>(
      sql`${comment(`${typeName} redirect`)} SELECT id, survivor_id AS survivor FROM ${redirects} WHERE id = ANY (${named.map(({ reference }) => reference.id)}::uuid[]) LIMIT ${named.length}`,
    );
    for (const { id, survivor } of rows) book.set(typeName, { id }, { id: survivor, moved: true });
    if (rows.length > 0) changed = true;
  }
  return changed;
}
