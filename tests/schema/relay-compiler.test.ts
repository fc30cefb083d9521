import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isInterfaceType, isObjectType, printSchema } from 'graphql';
import { afterAll, expect, test } from 'vitest';
import { schema } from '../../src/schema.ts';
import { type ConnectionField, connectionFields } from './connection-fields.ts';

const compiler = fileURLToPath(new URL('../../node_modules/relay-compiler/cli.js', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'demarche-relay-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Relay fetches the next page of a list through `node(id)`, or through the query itself. */
function isRefetchable(typeName: string): boolean {
  const type = schema.getType(typeName);
  const node = schema.getType('Node');
  if (typeName === 'Query') return true;
  return (
    (isObjectType(type) || isInterfaceType(type)) &&
    isInterfaceType(node) &&
    type.getInterfaces().includes(node)
  );
}

/** A component that pages through the list, forward or backward, as an application would write it. */
function component({ parent, field }: ConnectionField, direction: 'forward' | 'backward'): [string, string] {
  const module = `${parent}${field.charAt(0).toUpperCase()}${field.slice(1)}${direction === 'forward' ? 'Next' : 'Earlier'}`;
  const page = direction === 'forward' ? 'first: $count, after: $cursor' : 'last: $count, before: $cursor';
  const refetchable = isRefetchable(parent) ? `@refetchable(queryName: "${module}Query")` : '';
  const text = `import { graphql } from 'react-relay';
export const fragment = graphql\`
  fragment ${module}_item on ${parent} ${refetchable}
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" }) {
    ${field}(${page}) @connection(key: "${module}_${field}") { edges { node { __typename } } }
  }
\`;
`;
  return [`${module}.ts`, text];
}

test('relay-compiler accepts a fragment with @connection on every connection of the schema, both ways', async () => {
  const fields = connectionFields('objects and interfaces');
  const components = fields.flatMap((field) => [component(field, 'forward'), component(field, 'backward')]);
  await mkdir(join(folder, 'components'));
  await Promise.all([
    ...components.map(([name, text]) => writeFile(join(folder, 'components', name), text)),
    writeFile(join(folder, 'schema.graphql'), printSchema(schema)),
    writeFile(
      join(folder, 'relay.config.json'),
      JSON.stringify({
        src: './components',
        schema: './schema.graphql',
        language: 'typescript',
        customScalarTypes: { DateTime: 'string', Date: 'string', LocalDateTime: 'string', EDTF: 'string' },
      }),
    ),
  ]);
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [compiler, './relay.config.json'], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  }).catch((error: { stdout: string; stderr: string }) => error);
  const output = `${stdout}\n${stderr}`;
  expect(output).not.toMatch(/\berror\b/i);
  const artifacts = await readdir(join(folder, 'components', '__generated__'));
  expect(artifacts).toEqual(
    expect.arrayContaining(components.map(([name]) => name.replace('.ts', '_item.graphql.ts'))),
  );
});

test('relay-compiler refuses a fragment on a list that is no connection, so that the test above means something', async () => {
  const wrong = await mkdtemp(join(tmpdir(), 'demarche-relay-'));
  try {
    await mkdir(join(wrong, 'components'));
    await writeFile(
      join(wrong, 'schema.graphql'),
      printSchema(schema).replace(/^ {2}pageInfo: PageInfo!$/gm, '  info: PageInfo!'),
    );
    await writeFile(
      join(wrong, 'relay.config.json'),
      JSON.stringify({ src: './components', schema: './schema.graphql', language: 'typescript' }),
    );
    const [name, text] = component(
      { parent: 'Query', field: 'events', connection: 'EventConnection', node: 'Event', args: [] },
      'forward',
    );
    await writeFile(join(wrong, 'components', name), text);
    const run = promisify(execFile)(process.execPath, [compiler, './relay.config.json'], {
      cwd: wrong,
      env: { ...process.env, NO_COLOR: '1' },
    });
    await expect(run).rejects.toThrow(/pageInfo/);
  } finally {
    await rm(wrong, { recursive: true, force: true });
  }
});
