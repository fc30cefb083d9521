/** What a redaction takes out of the record, and what it puts in its place. */
export interface Replacement {
  readonly what: string;
  readonly instead: string;
}

/** A redaction as it is told to everybody, who never learns what was taken out. */
export interface RedactionRequest extends Replacement {
  readonly by: string;
  readonly reason: string;
}

/** A column of a table, as the database's catalogue tells it. */
export interface Column {
  readonly table: string;
  readonly name: string;
  /** Whether its type can hold what people wrote; a type that is not known is taken for one that can. */
  readonly textual: boolean;
}

/**
 * Columns of text that are no prose: what others refer to, or a word of a published list. A replacement is none of
 * these, so they are kept, and the redaction says which of them still hold the text.
 */
export const keptColumns: Readonly<Record<string, readonly string[]>> = {
  // Languages, by BCP 47.
  actor_name: ['language'],
  source: ['language', 'content_sha256'],
  // Codes of published schemes; their labels are text.
  event_coding: ['code', 'mode', 'contexts'],
  revision: ['subject_type'],
  // Hashes, and the id of a credential.
  given_answer: ['holder', 'key', 'request'],
};

/** Columns that are no text and change with one: the place of a passage, the mark of a revision. */
export const followingColumns: Readonly<Record<string, readonly string[]>> = {
  claim: ['passage_start', 'passage_end', 'passage_unit'],
  revision: ['redacted_at'],
};

/** Where history holds the columns that were derived, of whatever record, under one name. */
const derivedColumns: { readonly name: string; readonly tables: readonly string[] } = {
  name: 'columns',
  tables: ['event', 'mediation_attempt', 'position'],
};

/** Tables that hold claimed texts as they are compared: in small letters. */
export const comparingTables: ReadonlySet<string> = new Set(['disagreement', 'derivation']);

/** Whether a replacement of this text can make slugs of slugs. */
export function replacesSlugs({ what, instead }: Replacement): boolean {
  return [what, instead].every((text) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text));
}

/** The text as a slug spells it; an empty string where none can. */
export function spellAsSlug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

export function isSlug({ name }: Pick<Column, 'name'>): boolean {
  return name === 'slug';
}

/** Whether a column of text stays as it is. */
export function isKept(column: Column, replacement: Replacement): boolean {
  if (isSlug(column)) return !replacesSlugs(replacement);
  return keptColumns[column.table]?.includes(column.name) ?? false;
}

/** By table, the columns that a row keeps, here and in history. */
export function keptByTable(
  columns: readonly Column[],
  replacement: Replacement,
): Record<string, readonly string[]> {
  const kept: Record<string, readonly string[]> = {};
  for (const column of columns) {
    if (column.textual && !isKept(column, replacement)) continue;
    const names = [
      column.table,
      ...(derivedColumns.tables.includes(column.table) ? [derivedColumns.name] : []),
    ];
    for (const name of names) kept[name] = [...(kept[name] ?? []), column.name];
  }
  return kept;
}
