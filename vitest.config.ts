import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql 16 has a CommonJS and an ES module entry and no exports map: Node gives our dependencies the first, Vite would
  // give our own imports the second, and one schema can't mix them.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['{server,sdk,lab,client,e2e}/**/*.test.{ts,tsx}'],
    globalSetup: ['server/tests/_util/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
