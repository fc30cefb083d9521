import { graphql } from 'graphql';
import { beforeEach, describe, expect, test } from 'vitest';
import { createMutationField } from '../../src/auth/mutation.ts';
import { createBuilder } from '../../src/kernel/builder.ts';
import { createContext, type Viewer } from '../../src/kernel/context.ts';
import { testDatabase } from '../setup/database.ts';
import { wrongMutations } from './mutation-check.ts';

const db = await testDatabase();
const builder = createBuilder();
const mutationField = createMutationField(builder);
const ran: { title: string; by: string }[] = [];

const Noted = builder.objectRef<{ kind: 'noted'; title: string; by: string }>('Noted').implement({
  fields: (t) => ({ title: t.exposeString('title'), by: t.exposeString('by') }),
});
const TooLong = builder.objectRef<{ kind: 'too long'; message: string }>('TooLong').implement({
  fields: (t) => ({ message: t.exposeString('message') }),
});
const NoteResult = builder.unionType('NoteResult', {
  types: [Noted, TooLong],
  resolveType: ({ kind }) => (kind === 'noted' ? Noted : TooLong),
});
const NoteInput = builder.inputType('NoteInput', {
  fields: (t) => ({ title: t.string({ required: true }), pages: t.int() }),
});

builder.queryField('hello', (t) => t.string({ resolve: () => 'world' }));
mutationField('note', {
  role: 'EDITOR',
  description: 'Notes something.',
  input: NoteInput,
  given: 'What is to be noted.',
  type: NoteResult,
  resolve({ title }, { viewer }) {
    ran.push({ title, by: viewer.holder });
    if (title.length > 5) return { kind: 'too long' as const, message: 'It is too long.' };
    return { kind: 'noted' as const, title, by: viewer.name };
  },
});
mutationField('strike', {
  role: 'CURATOR',
  description: 'Strikes something out.',
  input: NoteInput,
  given: 'What is to be noted.',
  type: NoteResult,
  resolve: async ({ title, pages }, { viewer }) => ({
    kind: 'noted' as const,
    title: `${title}${pages ?? ''}`,
    by: viewer.name,
  }),
});
const small = builder.toSchema();

const viewerOf = (role: Viewer['role']): Viewer => ({ name: 'Newsroom', role, holder: 'key:1' });

async function run(source: string, viewer: Viewer | null) {
  const result = await graphql({
    schema: small,
    source,
    contextValue: createContext(db, undefined, viewer),
  });
  return JSON.parse(JSON.stringify(result)) as {
    data?: Record<string, unknown> | null;
    errors?: { message: string; path: string[] }[];
  };
}

const note = (title = 'short') =>
  `mutation { note(input: { title: "${title}" }) { __typename ... on Noted { title by } ... on TooLong { message } } }`;

beforeEach(() => {
  ran.length = 0;
});

describe('a mutation', () => {
  test('is run for a viewer of its role or one above, and is handed who that is', async () => {
    for (const role of ['EDITOR', 'CURATOR', 'ADMIN'] as const)
      expect(await run(note(), viewerOf(role))).toEqual({
        data: { note: { __typename: 'Noted', title: 'short', by: 'Newsroom' } },
      });
    expect(ran).toEqual(Array(3).fill({ title: 'short', by: 'key:1' }));
  });

  test('gives what is foreseen as a value', async () => {
    expect((await run(note('much too long'), viewerOf('EDITOR'))).data).toEqual({
      note: { __typename: 'TooLong', message: 'It is too long.' },
    });
  });

  test('is refused to nobody before anything of it runs, in words that say what to send', async () => {
    const { data, errors } = await run(note(), null);
    expect(data).toEqual({ note: null });
    expect(errors).toMatchObject([
      {
        message:
          'note needs the role editor, and no credential was sent; send "Authorization: Bearer …" with an API key or a token.',
        path: ['note'],
      },
    ]);
    expect(ran).toEqual([]);
  });

  test('is refused to whoever has a lesser role, in words that name both', async () => {
    const { data, errors } = await run(note(), viewerOf('READER'));
    expect(data).toEqual({ note: null });
    expect(errors?.[0]?.message).toMatch(
      /^note needs the role editor, and the credential that was sent has reader; ask /,
    );
    expect(ran).toEqual([]);
  });

  test('that is refused leaves those beside it their answers', async () => {
    const both = `mutation { first: note(input: { title: "a" }) { __typename } strike(input: { title: "b" }) { __typename } }`;
    const { data, errors } = await run(both, viewerOf('EDITOR'));
    expect(data).toEqual({ first: { __typename: 'Noted' }, strike: null });
    expect(errors).toHaveLength(1);
  });
});

describe('the check of all mutations', () => {
  test('finds nothing wrong with those that name a role, which their descriptions name too', async () => {
    expect(Object.keys(small.getMutationType()?.getFields() ?? {})).toEqual(['note', 'strike']);
    expect(small.getMutationType()?.getFields().note?.description).toBe(
      'Notes something. Needs the role editor.',
    );
    expect(await wrongMutations(small)).toEqual([]);
  });

  test('finds one without a role, one whose role is none, one that does not ask for it, and one with other arguments', async () => {
    const fields = { type: Noted, description: 'Wrong.', nullable: true, resolve: () => null } as const;
    const input = {
      input: builder.args((t) => ({ input: t.field({ type: NoteInput, required: true }) })).input,
    };
    builder.mutationField('roleless', (t) => t.field({ ...fields, args: input }));
    builder.mutationField('misnamed', (t) =>
      t.field({ ...fields, args: input, extensions: { role: 'BOSS' } }),
    );
    builder.mutationField('open', (t) => t.field({ ...fields, args: input, extensions: { role: 'EDITOR' } }));
    builder.mutationField('bare', (t) => t.field({ ...fields, extensions: { role: 'EDITOR' } }));
    const found = await wrongMutations(builder.toSchema());
    expect(found.map((sentence) => sentence.split(' ', 1)[0]).sort()).toEqual([
      ...['bare', 'bare', 'misnamed', 'open', 'roleless'],
    ]);
  });
});
