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
    // Loading the schema takes a process longer than most files; the files that it runs share what it has loaded.
    isolate: false,
    // On two cores the default is one process, which leaves one core idle whenever a test waits.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
