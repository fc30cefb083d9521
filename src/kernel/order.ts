/**
 * The items with every parent ahead of its children, as rows that refer to one another are inserted; parents
 * outside the items count as present. Items in a loop, and what is below them, come last as they came.
 */
export function parentsFirst<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  parentsOf: (item: T) => readonly (string | null | undefined)[],
): T[] {
  const keys = new Set(items.map(keyOf));
  const waiting = new Map<T, number>();
  const children = new Map<string, T[]>();
  for (const item of items) {
    const parents = parentsOf(item).filter((parent) => parent != null && keys.has(parent));
    waiting.set(item, parents.length);
    for (const parent of parents) {
      if (parent == null) continue;
      const siblings = children.get(parent);
      if (siblings) siblings.push(item);
      else children.set(parent, [item]);
    }
  }
  const ordered = items.filter((item) => waiting.get(item) === 0);
  for (const item of ordered)
    for (const child of children.get(keyOf(item)) ?? []) {
      const left = (waiting.get(child) ?? 0) - 1;
      waiting.set(child, left);
      if (left === 0) ordered.push(child);
    }
  return [...ordered, ...items.filter((item) => (waiting.get(item) ?? 0) > 0)];
}
