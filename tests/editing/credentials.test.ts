import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthenticate } from '../../src/auth/authenticate.ts';
import { createKey, revokeKey } from '../../src/auth/key.service.ts';
import { createContext } from '../../src/kernel/context.ts';
import { schema } from '../../src/schema.ts';
import { inSeconds, startIssuer } from '../auth/issuer.ts';
import { serve } from '../serving/server.ts';
import { articleDatabase } from '../setup/article.ts';

const db = await articleDatabase();
const issuer = await startIssuer();

/** The service, until the test is done. */
const start = () =>
  serve({
    schema,
    db,
    authenticate: createAuthenticate(db, { oidc: issuer.settings, publicReading: true }),
    contextFor: ({ signal, viewer }) => createContext(db, signal, viewer),
  });

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

/** The least that an input of the type may hold. */
function sampleOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type))
        .map((field) => [field.name, sampleOf(field.type)]),
    );
  return type.name === 'Int' ? 1 : 'attack-pahalgam-2025-04';
}

const unsigned = () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(issuer.claims({ role: 'admin' }))}.`;
};

/** Credentials that may not write, with the code of the refusal. */
const credentials = new Map<string, { header: string | null; code: string }>();

beforeAll(async () => {
  const past = new Date(Date.now() - 60_000);
  const reader = await createKey(db, { name: 'Reader', role: 'READER', expiresAt: null });
  const expired = await createKey(db, { name: 'Expired', role: 'ADMIN', expiresAt: past });
  const revoked = await createKey(db, { name: 'Revoked', role: 'ADMIN', expiresAt: null });
  await revokeKey(db, revoked.id);
  const refused = (credential: string) => ({ header: `Bearer ${credential}`, code: 'UNAUTHENTICATED' });
  credentials.set('no credential', { header: null, code: 'UNAUTHENTICATED' });
  credentials.set('a reader', { header: `Bearer ${reader.text}`, code: 'FORBIDDEN' });
  credentials.set('an expired key', refused(expired.text));
  credentials.set('a revoked key', refused(revoked.text));
  credentials.set('alg none', refused(unsigned()));
  const token = (changes: object) => issuer.sign({ role: 'admin', ...changes });
  credentials.set('a wrong issuer', refused(await token({ iss: 'https://elsewhere.example' })));
  credentials.set('an expired token', refused(await token({ exp: inSeconds(-3600) })));
  credentials.set('a token of a reader', {
    header: `Bearer ${await token({ role: 'reader' })}`,
    code: 'FORBIDDEN',
  });
});

/** How many rows each table has; nothing is written where none has more. */
async function rowCounts(): Promise<unknown> {
  const { rows } = await db.pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const counts = rows.map(({ name }) => `(SELECT count(*) FROM "${name}") AS "${name}"`);
  return (await db.pool.query(`SELECT ${counts.join(', ')}, (SELECT sum(version) FROM event) AS versions`))
    .rows;
}

let before: unknown;
beforeAll(async () => {
  before = await rowCounts();
});

test('there are mutations to try', () => {
  expect(mutations.length).toBeGreaterThanOrEqual(31);
});

test.each(mutations.map((field) => [field.name, field] as const))(
  '%s is refused to whoever may not write',
  async (name, field) => {
    const { ask } = await start();
    const [input] = field.args;
    if (!input) throw new Error(`${name} has no input.`);
    const query = `mutation ($input: ${String(input.type)}) { ${name}(input: $input) { __typename } }`;
    const variables = { input: sampleOf(input.type) };
    for (const [who, { header, code }] of credentials) {
      const headers: Record<string, string> = header === null ? {} : { authorization: header };
      const { errors, data } = await ask(query, { headers, variables });
      expect([who, errors?.map(({ extensions }) => extensions?.code)]).toEqual([who, [code]]);
      expect(data?.[name] ?? null).toBeNull();
    }
  },
);

afterAll(async () => {
  expect(await rowCounts()).toEqual(before);
});
