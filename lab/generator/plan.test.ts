import { expect, test } from 'vitest';
import { planFor } from '../tests/_util/plan.ts';
import { checkPlan, loopbackTarget } from './plan.ts';

const local = 'http://127.0.0.1:0/graphql';

test.for([
  ['http://127.0.0.1:81/graphql', 'http://127.0.0.1:81'],
  ['http://127.9.9.9:81/graphql', 'http://127.9.9.9:81'],
  ['http://127.1:81/graphql', 'http://127.0.0.1:81'],
  ['http://[::1]:81/graphql', 'http://[::1]:81'],
  ['http://localhost:81/graphql', 'http://127.0.0.1:81'],
  ['http://127.0.0.1/graphql', 'http://127.0.0.1:80'],
] as const)('%s is this machine', ([url, origin]) => {
  expect(loopbackTarget(url)).toEqual({ origin, path: '/graphql' });
});

test.for([
  'http://example.com/graphql',
  'http://10.0.0.1/graphql',
  'http://0.0.0.0:81/graphql',
  'http://127.0.0.1.example.com/graphql',
  'http://localhost.example.com/graphql',
  'http://127.0.0.1@example.com/graphql',
  'http://[::ffff:10.0.0.1]/graphql',
  'http://2130706432.example.com/',
])('%s is refused', (url) => {
  expect(() => loopbackTarget(url)).toThrow('this machine only');
});

test('any scheme but http is refused, and so is what is no URL', () => {
  expect(() => loopbackTarget('https://127.0.0.1/graphql')).toThrow('must be http');
  expect(() => loopbackTarget('file:///etc/hosts')).toThrow('must be http');
  expect(() => loopbackTarget('127.0.0.1')).toThrow('Invalid URL');
});

test.for([
  { requests: 0 },
  { requests: 100_001 },
  { requests: 1.5 },
  { concurrency: 0 },
  { concurrency: 2001 },
  { timeoutMs: 99 },
  { seed: 2 ** 31 },
])('%o is out of bounds, and the message names it', (changes) => {
  expect(() => checkPlan(planFor(local, changes))).toThrow(`${Object.keys(changes).join()} must be`);
});

test('the time for one purchase defaults to 10 s', () => {
  expect(checkPlan(planFor(local)).timeoutMs).toBe(10_000);
});

test('OPEN needs a rate within bounds, and CLOSED takes none', () => {
  const open = { model: 'OPEN' } as const;
  expect(checkPlan(planFor(local, { ...open, requestsPerSecond: 500 })).requestsPerSecond).toBe(500);
  expect(checkPlan(planFor(local)).requestsPerSecond).toBeNull();
  expect(() => checkPlan(planFor(local, open))).toThrow('needs requestsPerSecond');
  expect(() => checkPlan(planFor(local, { ...open, requestsPerSecond: 0 }))).toThrow('from 1 to 20000');
  expect(() => checkPlan(planFor(local, { requestsPerSecond: 5 }))).toThrow('for the OPEN model');
});
