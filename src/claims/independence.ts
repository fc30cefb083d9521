/** What is known of a source that reports on a record, and of what it reports there. */
export interface ReportingSource {
  id: string;
  embeddedInId: string | null;
  republishesId: string | null;
  reportsOnId: string | null;
  /** The active claims of the source on the record. */
  claims: readonly { firstSpeaker: string | null; passage: string | null }[];
}

const fewestWords = 5;
const articles = new Set(['a', 'an', 'the']);

/**
 * The words of a passage as the wording rule compares them: case, spaces, articles, quotation marks and the
 * punctuation around words aside. Null where the passage has fewer than five words as it stands.
 */
function wordsOf(passage: string): string[] | null {
  const words = passage
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').replace(/[’‘ʼ]/gu, "'"))
    .filter((word) => word !== '');
  return words.length < fewestWords ? null : words.filter((word) => !articles.has(word));
}

/** Sets of things that belong together, joined pair by pair. */
class Groups {
  readonly #parent = new Map<string, string>();

  rootOf(id: string): string {
    let root = id;
    for (let up = this.#parent.get(root); up !== undefined; up = this.#parent.get(root)) root = up;
    if (root !== id) this.#parent.set(id, root);
    return root;
  }

  join(one: string, other: string): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    if (a !== b) this.#parent.set(a, b);
  }
}

/**
 * Counts the groups of sources behind a record that do not depend on each other. Two sources are in one group
 * when one republishes or embeds the other or both republish one; when both reach the record only through one
 * utterance (the same `reportsOn`, and the same first speaker, not null, on every claim); or when a passage of
 * one, of at least five words, contains one of the other's, also of at least five. Missing text joins nothing.
 * Null where there is no source.
 */
export function countIndependentSources(sources: readonly ReportingSource[]): number | null {
  if (sources.length === 0) return null;
  const groups = new Groups();
  for (const source of sources) {
    if (source.republishesId) groups.join(source.id, source.republishesId);
    if (source.embeddedInId) joinEmbedding(groups, source, sources);
    const utterance = utteranceOf(source);
    if (utterance) groups.join(source.id, utterance);
  }
  joinByWording(groups, sources);
  return new Set(sources.map(({ id }) => groups.rootOf(id))).size;
}

function joinEmbedding(groups: Groups, source: ReportingSource, sources: readonly ReportingSource[]): void {
  const embedding = sources.find(({ id }) => id === source.embeddedInId);
  if (embedding) groups.join(source.id, embedding.id);
}

/** The one utterance through which a source reaches the record, or null where it has other ways. */
function utteranceOf({ reportsOnId, claims }: ReportingSource): string | null {
  const [first] = claims;
  if (!reportsOnId || !first?.firstSpeaker) return null;
  return claims.every(({ firstSpeaker }) => firstSpeaker === first.firstSpeaker)
    ? `${reportsOnId} ${first.firstSpeaker}`
    : null;
}

const shingle = 3;

/** Joins by wording in about linear time: a passage can only stand in another where its first three words do. */
function joinByWording(groups: Groups, sources: readonly ReportingSource[]): void {
  const passages = sources.flatMap(({ id, claims }) =>
    claims.flatMap(({ passage }) => {
      const words = passage === null ? null : wordsOf(passage);
      return words && words.length >= shingle ? [{ id, words, text: ` ${words.join(' ')} ` }] : [];
    }),
  );
  const byBeginning = new Map<string, typeof passages>();
  for (const passage of passages) {
    const beginning = passage.words.slice(0, shingle).join(' ');
    const alike = byBeginning.get(beginning);
    if (alike?.some(({ id, text }) => id === passage.id && text === passage.text)) continue;
    byBeginning.set(beginning, [...(alike ?? []), passage]);
  }
  for (const passage of passages)
    for (let at = 0; at + shingle <= passage.words.length; at++)
      for (const other of byBeginning.get(passage.words.slice(at, at + shingle).join(' ')) ?? [])
        if (other.id !== passage.id && passage.text.includes(other.text)) groups.join(other.id, passage.id);
}
