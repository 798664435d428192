/**
 * An attack that outlasts every test on every machine: its buyers come by the clock, for 90 seconds. One of buyers that come
 * as fast as they are served ends early on a quick machine, before the test has done to it what it is about.
 */
export const ENDLESS = {
  saleId: '1',
  model: 'OPEN',
  requestsPerSecond: 100,
  requests: 9_000,
  concurrency: 10,
} as const;
