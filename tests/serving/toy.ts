import {
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  Kind,
} from 'graphql';
import { InputError, NotFoundError } from '../../src/kernel/errors.ts';

/** What the fields of the toy wait for and saw, for tests of what stops when. */
export class Stage {
  /** How often the field after the slow one was resolved. */
  afterSlow = 0;
  subscriptionsEnded = 0;
  /** Lets the slow fields go on; until then they wait. */
  release: () => void = () => undefined;
  readonly released = new Promise<void>((resolve) => {
    this.release = resolve;
  });
}

/** A small schema with a field for each way in which a request can go: well, wrong, slowly, in pieces. */
export function createToySchema(stage = new Stage()): GraphQLSchema {
  const Even = new GraphQLScalarType({
    name: 'Even',
    description: 'A whole number that two divides.',
    parseValue: parseEven,
    parseLiteral: (node) => parseEven(node.kind === Kind.INT ? Number(node.value) : Number.NaN),
  });

  const Book: GraphQLObjectType = new GraphQLObjectType({
    name: 'Book',
    fields: () => ({
      title: { type: new GraphQLNonNull(GraphQLString), resolve: () => 'A book' },
      authors: { type: new GraphQLList(Author), resolve: () => [{}, {}] },
      translations: { ...books },
    }),
  });
  const Author: GraphQLObjectType = new GraphQLObjectType({
    name: 'Author',
    fields: () => ({
      name: { type: GraphQLString, resolve: () => 'An author' },
      book: { type: Book, resolve: () => ({}) },
    }),
  });
  const BookEdge = new GraphQLObjectType({
    name: 'BookEdge',
    fields: { cursor: { type: GraphQLString }, node: { type: Book } },
  });
  const BookConnection = new GraphQLObjectType({
    name: 'BookConnection',
    fields: {
      edges: {
        type: new GraphQLList(BookEdge),
        resolve: (page: number) => Array(page).fill({ cursor: 'c', node: {} }),
      },
      nodes: { type: new GraphQLList(Book), resolve: (page: number) => Array(page).fill({}) },
      totalCount: { type: GraphQLInt, resolve: (page: number) => page },
    },
  });
  const books = {
    type: new GraphQLNonNull(BookConnection),
    args: { first: { type: GraphQLInt }, last: { type: GraphQLInt } },
    resolve: (_: unknown, { first, last }: { first?: number; last?: number }) =>
      Math.min(first ?? last ?? 20, 100),
  };
  const Slow = new GraphQLObjectType({
    name: 'Slow',
    fields: {
      next: {
        type: GraphQLString,
        resolve: () => {
          stage.afterSlow += 1;
          return 'reached';
        },
      },
    },
  });

  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        hello: { type: GraphQLString, resolve: () => 'world' },
        long: { type: GraphQLString, resolve: () => 'long '.repeat(2_000) },
        requestId: {
          type: GraphQLString,
          resolve: (_, __, context: { requestId: string }) => context.requestId,
        },
        book: { type: Book, resolve: () => ({}) },
        books,
        booksById: {
          type: new GraphQLList(Book),
          args: { ids: { type: new GraphQLNonNull(new GraphQLList(GraphQLString)) } },
          resolve: (_, { ids }: { ids: string[] }) => ids.map(() => ({})),
        },
        even: { type: GraphQLInt, args: { n: { type: Even } }, resolve: (_, { n }: { n: number }) => n },
        missing: {
          type: GraphQLString,
          resolve: () => {
            throw new NotFoundError('There is no book "x"; books lists those that there are.');
          },
        },
        broken: {
          type: GraphQLString,
          resolve: () => {
            throw new Error('password authentication failed for user "secret"');
          },
        },
        brokenMany: {
          type: new GraphQLList(
            new GraphQLObjectType({
              name: 'Broken',
              fields: {
                part: {
                  type: GraphQLString,
                  resolve: () => {
                    throw new Error('the same secret');
                  },
                },
              },
            }),
          ),
          resolve: () => Array(50).fill({}),
        },
        canceled: {
          type: GraphQLString,
          resolve: () => {
            throw Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' });
          },
        },
        slow: { type: Slow, resolve: () => stage.released.then(() => ({})) },
      },
    }),
    mutation: new GraphQLObjectType({
      name: 'Mutation',
      fields: { write: { type: GraphQLString, resolve: () => 'written' } },
    }),
    subscription: new GraphQLObjectType({
      name: 'Subscription',
      fields: {
        ticks: {
          type: GraphQLInt,
          subscribe: async function* () {
            try {
              for (let tick = 1; ; tick += 1) {
                yield { ticks: tick };
                await new Promise((resolve) => setTimeout(resolve, 30));
              }
            } finally {
              stage.subscriptionsEnded += 1;
            }
          },
        },
      },
    }),
  });
}

function parseEven(given: unknown): number {
  if (typeof given === 'number' && given % 2 === 0) return given;
  throw new InputError(`"${String(given)}" is odd, and an even number is accepted.`);
}
