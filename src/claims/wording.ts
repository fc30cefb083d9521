/** A passage and the source in which it stands. */
export interface WordedPassage {
  sourceId: string;
  passage: string;
}

const fewestWords = 5;
const articles = new Set(['a', 'an', 'the']);

/**
 * Tells of every pair of sources of which one has a passage that contains one of the other's, word for word, both
 * of at least five words as they stand. Case, spaces, articles, quotation marks and the punctuation around words
 * make no difference. Pairs that follow from others may be left out. The work grows with the number of passages,
 * however many begin alike.
 */
export function joinByWording(
  passages: readonly WordedPassage[],
  join: (sourceId: string, otherId: string) => void,
): void {
  const read = passages.flatMap(({ sourceId, passage }) => {
    const words = wordsOf(passage);
    return words ? [{ sourceId, words }] : [];
  });
  const tree = new WordTree();
  for (const { sourceId, words } of read) {
    const node = tree.grow(words);
    if (!tree.ends.has(node)) tree.ends.set(node, sourceId);
  }
  for (const { sourceId, words } of read)
    for (let start = 0; start < words.length; start++)
      for (const node of tree.follow(words, start)) {
        const contained = tree.ends.get(node);
        if (contained !== undefined) join(contained, sourceId);
      }
}

/** The words that are compared, or null where the passage has fewer than five, or nothing but articles. */
function wordsOf(passage: string): string[] | null {
  const words = passage
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').replace(/[’‘ʼ]/gu, "'"))
    .filter((word) => word !== '');
  const compared = words.filter((word) => !articles.has(word));
  return words.length < fewestWords || compared.length === 0 ? null : compared;
}

/** Passages as paths from one root, a word at each step, so that one walk finds all that begin at a place. */
class WordTree {
  /** The source of the passage that ends at a node. */
  readonly ends = new Map<number, string>();
  readonly #numbers = new Map<string, number>();
  readonly #steps = new Map<string, number>();

  /** Adds a path and gives the node at its end. */
  grow(words: readonly string[]): number {
    let node = 0;
    for (const word of words) {
      const number = this.#numbers.get(word) ?? this.#numbers.size;
      this.#numbers.set(word, number);
      const step = `${node} ${number}`;
      const next = this.#steps.get(step) ?? this.#steps.size + 1;
      this.#steps.set(step, next);
      node = next;
    }
    return node;
  }

  /** The nodes that the words from a place on lead through, as far as there are any. */
  *follow(words: readonly string[], start: number): Generator<number> {
    let node: number | undefined = 0;
    for (let at = start; at < words.length; at++) {
      const number = this.#numbers.get(words[at] ?? '');
      node = this.#steps.get(`${node} ${number}`);
      if (node === undefined) return;
      yield node;
    }
  }
}
