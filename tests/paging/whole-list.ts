import { encodeId } from '../../src/kernel/ids.ts';
import type { TestDatabase } from '../setup/database.ts';
import { execute, type Nodes } from '../setup/execute.ts';
import type { ListCase } from './lists.ts';

export interface RecordOrder {
  field: 'DATE' | 'CREATED_AT';
  direction: 'ASC' | 'DESC';
}

export const recordOrders: RecordOrder[] = [
  { field: 'DATE', direction: 'ASC' },
  { field: 'DATE', direction: 'DESC' },
  { field: 'CREATED_AT', direction: 'ASC' },
  { field: 'CREATED_AT', direction: 'DESC' },
];

export interface PageArgs {
  first?: number;
  last?: number;
  after?: string;
  before?: string;
  orderBy?: RecordOrder;
}

export interface ReadPage {
  ids: string[];
  cursors: string[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  /** Undefined where the list gives none. */
  totalCount?: number;
}

/** The field of a list with its arguments as GraphQL writes them. */
export function call(field: string, args: PageArgs, selection: string): string {
  const { orderBy, ...page } = args;
  const given = Object.entries(page)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  if (orderBy) given.push(`orderBy: { field: ${orderBy.field}, direction: ${orderBy.direction} }`);
  return `${field}${given.length > 0 ? `(${given.join(', ')})` : ''} ${selection}`;
}

const selection = ({ item = 'id', followed }: ListCase) =>
  `{ ${followed ? '' : 'totalCount'} nodes { ${item} } edges { cursor node { ${item} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`;

/** A connection with all that the selection asks for. */
interface Connection extends Nodes<{ id: string }> {
  totalCount?: number;
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/** Reads one page through the service. Fails where the parts of the answer contradict one another. */
export async function readPage(db: TestDatabase, list: ListCase, args: PageArgs): Promise<ReadPage> {
  const field = String(list.path.at(-1));
  const { data, errors } = await execute(db, list.document(call(field, args, selection(list))));
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const page = list.path.reduce<unknown>(
    (value, step) => (value as Record<string | number, unknown>)[step],
    data,
  ) as Connection;
  const ids = page.edges.map(({ node }) => node.id);
  const cursors = page.edges.map(({ cursor }) => cursor);
  const nodes = page.nodes.map(({ id }) => id);
  if (JSON.stringify(nodes) !== JSON.stringify(ids))
    throw new Error('nodes and edges are not the same items.');
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
  const end = list.followed ? (args.after ?? null) : null;
  if (startCursor !== (cursors.at(0) ?? null) || endCursor !== (cursors.at(-1) ?? end))
    throw new Error('The cursors of the page are not those of its first and last item.');
  return { ids, cursors, hasNextPage, hasPreviousPage, totalCount: page.totalCount };
}

interface Member {
  id: string;
  /** Where members are of several types, the table of each. */
  table?: string;
  slug?: string;
  created?: string;
  began?: string;
  version?: number;
  seq?: number;
  date?: { earliest: string | null } | null;
}

/** The ids of the whole list in its order, by a sort in memory of what the database holds. */
export async function wholeList(
  db: TestDatabase,
  name: string,
  list: ListCase,
  orderBy?: RecordOrder,
): Promise<string[]> {
  const { rows } = await db.pool.query<Member>(list.members);
  const isDated = list.ordering === 'record' || list.ordering === 'dated';
  const order = isDated ? (orderBy ?? { field: 'DATE', direction: 'DESC' }) : undefined;
  rows.sort((a, b) => {
    if (list.ordering === 'slug') return compare(a.slug, b.slug);
    if (list.ordering === 'began') return compare(b.began, a.began) || compare(b.id, a.id);
    if (list.ordering === 'version') return (b.version ?? 0) - (a.version ?? 0);
    if (list.ordering === 'seq') return (a.seq ?? 0) - (b.seq ?? 0);
    if (!order) return compare(a.id, b.id);
    const sign = order.direction === 'ASC' ? 1 : -1;
    if (order.field === 'CREATED_AT') return sign * (compare(a.created, b.created) || compare(a.id, b.id));
    // A record without a date comes last in both directions; an open start before every date.
    const undated = Number(a.date === null) - Number(b.date === null);
    return undated || sign * (compare(a.date?.earliest ?? '', b.date?.earliest ?? '') || compare(a.id, b.id));
  });
  return rows.map(({ id, table }) => encodeId(table === undefined ? nodeType(name) : typeOf(table), id));
}

function compare(a: string | undefined, b: string | undefined): number {
  return (a ?? '') < (b ?? '') ? -1 : Number((a ?? '') > (b ?? ''));
}

const singular: Record<string, string> = {
  actors: 'Actor',
  changes: 'Change',
  claims: 'Claim',
  conflicts: 'Conflict',
  datasets: 'Dataset',
  disagreements: 'Disagreement',
  events: 'Event',
  issues: 'Issue',
  mediationAttempts: 'MediationAttempt',
  places: 'Place',
  positions: 'Position',
  revisions: 'Revision',
  sources: 'Source',
};

/** `MediationAttempt` for `mediation_attempt`. */
function typeOf(table: string): string {
  return table.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function nodeType(name: string): string {
  const field = name.split('.')[1] ?? '';
  const type = singular[field];
  if (!type) throw new RangeError(`What ${name} lists is not known.`);
  return type;
}
