import type { TestDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';

export interface Found {
  cursor: string;
  rank: number;
  snippet: string;
  node: { __typename: string; id: string; label?: string };
}

export interface Answer {
  edges: Found[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  totalCount: number;
  truncated: boolean;
}

export interface SearchArgs {
  text: string;
  types?: string[];
  origins?: string[];
  first?: number;
  after?: string | null;
}

const document = `query ($text: String!, $types: [SearchType!], $origins: [Origin!], $first: Int, $after: String) {
  search(text: $text, types: $types, origins: $origins, first: $first, after: $after) {
    edges {
      cursor rank snippet
      node {
        __typename
        ... on Event { id label: title } ... on MediationAttempt { id label: title } ... on Position { id label: summary }
        ... on Actor { id label: slug } ... on Claim { id } ... on Source { id label: title }
      }
    }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount truncated
  }
}`;

/** A search with all that it tells, and the errors that it ended in. */
export async function trySearch(db: TestDatabase, args: SearchArgs) {
  const { data, errors, statements } = await execute<{ search: Answer } | null>(db, document, { ...args });
  return { answer: data?.search ?? null, errors, statements };
}

/** @throws Error when the search is refused. */
export async function search(db: TestDatabase, args: SearchArgs): Promise<Answer> {
  const { answer, errors } = await trySearch(db, args);
  if (!answer) throw new Error(errors.map(({ message }) => message).join('\n'));
  return answer;
}

/** Every item of a search, by its pages. */
export async function searchAll(db: TestDatabase, args: SearchArgs): Promise<Found[]> {
  const found: Found[] = [];
  for (let after: string | null = null; ; ) {
    const { edges, pageInfo } = await search(db, { ...args, after });
    found.push(...edges);
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage || after === null) return found;
  }
}
