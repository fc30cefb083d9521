import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/kernel/config.ts';

const composeFile = z.object({
  services: z.object({ service: z.object({ environment: z.array(z.string()) }) }),
});
const composeText = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
const passed = composeFile.parse(parse(composeText)).services.service.environment;
const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
const settings = Array.from(example.matchAll(/^#?([A-Z_]+)=(.*)$/gm), ([, name = '', value = '']) => ({
  name,
  value,
}));

test('every setting of .env.example has an effect in docker-compose.yml', () => {
  expect(settings.length).toBeGreaterThan(10);
  for (const { name } of settings)
    expect(passed.includes(name) || composeText.includes(`\${${name}:-`), name).toBe(true);
});

test('every setting that docker-compose.yml takes from .env stands in .env.example', () => {
  const taken = [
    ...passed.filter((entry) => !entry.includes('=')),
    ...Array.from(composeText.matchAll(/\$\{([A-Z_]+):-/g), ([, name]) => name),
  ];
  expect(new Set(taken)).toEqual(new Set(settings.map(({ name }) => name)));
});

test('every variable that the service reads is passed or set by docker-compose.yml', () => {
  const read = new Set<string>();
  const env = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_, name) => {
        read.add(String(name));
        return undefined;
      },
    },
  );
  readConfig(env);
  // Of the embedded Postgres and of the check of the article's text, which the stack does without; and the image sets HOST.
  for (const name of ['DATA_DIR', 'ARTICLE_TEXT', 'HOST']) read.delete(name);
  const names = passed.map((entry) => entry.split('=')[0]);
  expect([...read].filter((name) => !names.includes(name))).toEqual([]);
});

test('the values of .env.example are the defaults', () => {
  const given = Object.fromEntries(settings.map(({ name, value }) => [name, value]));
  expect(readConfig(given)).toEqual(readConfig({}));
});
