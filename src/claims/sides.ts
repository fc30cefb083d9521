import type { ClaimFact } from './claim.ts';

/** Claims that stand together as one thing to compare, oldest first. */
export interface Unit<T> {
  content: T;
  claims: readonly ClaimFact[];
}

/** The claims of one side: those that make it, which exclude every maker of another, and those that join it. */
export interface FormedSide {
  makers: ClaimFact[];
  joiners: ClaimFact[];
}

interface Node {
  claims: readonly ClaimFact[];
  /** The others that can be right together with this one. */
  near: Set<Node>;
}

/**
 * Forms the sides of a comparison, in the order of the units. A unit that fits two others that exclude one another
 * says less than either (a month for two days, a state for two of its people), or lies between them as a stretch
 * that overlaps two others does. It makes no side; it joins the only side that it fits, and none where there are
 * several. The rest falls into groups that agree within and exclude one another: the sides. What excludes all of
 * them is grouped in the same way. Two units that exclude one another give two sides at least, whatever lies
 * between.
 */
export function formSides<T>(units: readonly Unit<T>[], compatible: (a: T, b: T) => boolean): FormedSide[] {
  const nodes = findNear(units, compatible);
  const groups: Node[][] = [];
  let open = nodes;
  while (open.length > 0) {
    const settled = findSettled(open);
    // Dates in several stretches or zones can fit each other in a ring, where none is settled: the first decides.
    const formed =
      settled.length > 0 ? settled : [open.filter((node) => excludesAny(node, open)).slice(0, 1)];
    groups.push(...formed);
    open = open.filter((node) => !formed.some((group) => group.includes(node) || fits(node, group)));
  }
  const sides = groups.map((group) => ({
    group,
    makers: group.flatMap(({ claims }) => claims),
    joiners: [] as ClaimFact[],
  }));
  const makers = new Set(groups.flat());
  for (const node of nodes) {
    if (makers.has(node)) continue;
    const [only, ...further] = sides.filter(({ group }) => fits(node, group));
    if (further.length === 0) only?.joiners.push(...node.claims);
  }
  return sides.map(({ makers, joiners }) => ({ makers, joiners }));
}

function findNear<T>(units: readonly Unit<T>[], compatible: (a: T, b: T) => boolean): Node[] {
  const nodes = units.map(({ content, claims }) => ({ content, claims, near: new Set<Node>() }));
  nodes.forEach((one, index) => {
    for (const other of nodes.slice(index + 1)) {
      if (!compatible(one.content, other.content)) continue;
      one.near.add(other);
      other.near.add(one);
    }
  });
  return nodes;
}

/** The groups of those that fit only what fits one another. */
function findSettled(open: readonly Node[]): Node[][] {
  const nearOf = new Map(open.map((node) => [node, open.filter((other) => node.near.has(other))]));
  const placed = new Set<Node>();
  const groups: Node[][] = [];
  for (const [node, near] of nearOf) {
    if (placed.has(node) || !agree(near)) continue;
    // Whoever fits all of these and nobody else is settled in the same group.
    const group = [node, ...near.filter((other) => nearOf.get(other)?.length === near.length)];
    for (const member of group) placed.add(member);
    groups.push(group);
  }
  return groups;
}

function agree(nodes: readonly Node[]): boolean {
  return nodes.every((one, index) => nodes.slice(index + 1).every((other) => one.near.has(other)));
}

function fits(node: Node, group: readonly Node[]): boolean {
  return group.some((member) => node.near.has(member));
}

function excludesAny(node: Node, others: readonly Node[]): boolean {
  return others.some((other) => other !== node && !node.near.has(other));
}
