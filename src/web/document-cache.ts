import type { DocumentNode } from 'graphql';

/** Documents that are kept parsed and validated; those that clients send again and again are among the last. */
const MOST_DOCUMENTS = 500;

/** Characters of a document that is worth keeping, so that the cache has a bound in bytes too. */
const LONGEST_DOCUMENT = 8_192;

interface Cache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/** Caches for Yoga, whose own keep a thousand documents of any length. Failures to parse are not kept. */
export function createDocumentCache(): { documentCache: Cache<DocumentNode>; errorCache: Cache<Error> } {
  const documents = new Map<string, DocumentNode>();
  return {
    documentCache: {
      get(key) {
        const found = documents.get(key);
        if (found !== undefined) {
          documents.delete(key);
          documents.set(key, found);
        }
        return found;
      },
      set(key, value) {
        if (key.length > LONGEST_DOCUMENT) return;
        documents.set(key, value);
        const [oldest] = documents.keys();
        if (documents.size > MOST_DOCUMENTS && oldest !== undefined) documents.delete(oldest);
      },
    },
    errorCache: { get: () => undefined, set: () => undefined },
  };
}
