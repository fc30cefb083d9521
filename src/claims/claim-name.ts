/** What tells a claim from all others beside its id: the slug of its source, and its key there. */
export interface ClaimName {
  readonly source: string;
  readonly key: string;
}

const pattern = /^([a-z0-9-]{1,200})#([^#\n]{1,200})$/u;
/** What no key has, and the database cannot hold all of. */
const unreadable = /(?![\t\r])\p{Cc}|\p{Surrogate}/u;

/** Reads source-slug#key; null where the text is no such name. */
export function readClaimName(text: string): ClaimName | null {
  const [, source, key] = pattern.exec(text) ?? [];
  return source && key && !unreadable.test(key) ? { source, key } : null;
}
