import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The one build of graphql that Node gives to the libraries, not the one that bundlers prefer.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/setup/postgres.ts'],
    env: { NODE_ENV: 'test' },
    // The whole of a file shares one database; files run side by side, each on a clone of a template.
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
