import { defineConfig } from 'vitest/config';
import { LongestFirst } from './server/tests/_util/longest-first.ts';

export default defineConfig({
  // graphql 16 has a CommonJS and an ES module entry and no exports map: Node gives our dependencies the first, Vite would
  // give our own imports the second, and one schema can't mix them.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['{server,sdk,lab,bench,client,e2e}/**/*.test.{ts,tsx}'],
    globalSetup: ['server/tests/_util/global-setup.ts'],
    pool: 'forks',
    // Three on two cores: most of the long files wait for processes that they have killed.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Waiting is for events; these only end what hangs, also on a machine that does three things at once.
    testTimeout: 120_000,
    expect: { poll: { timeout: 20_000, interval: 20 } },
    hookTimeout: 120_000,
  },
});
