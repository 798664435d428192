import { describe, expect, test } from 'vitest';
import type { Attack } from '../../../sdk/index.ts';
import { wordsOf } from '../../tests/_util/report-page.ts';
import { fileName } from '../facts/file-name.ts';
import { makeReport } from '../facts/make-report.ts';
import { reportHtml } from './document.ts';

const LATENCY = { count: 0, meanMs: 0, p50Ms: 10, p90Ms: 0, p95Ms: 0, p99Ms: 20, p999Ms: 0, maxMs: 0 };
const AUDIT = {
  saleId: '1',
  epoch: 2,
  verdict: 'EXACT',
  explanation: 'Exactly what there was.',
  stock: 10,
  sold: 10,
  held: 0,
  pooled: 0,
  remaining: 0,
  redisRemaining: 0,
  oversold: 0,
  undersold: 0,
  duplicates: 0,
  drift: 0,
  unknown: 0,
  wrongFrom: null,
  witnessNote: null,
  checkedAt: '2026-01-01T00:00:09.000Z',
  witnesses: [],
} as const satisfies Attack['audit'];

/** A run that sold what there was; what a test is about it says itself. */
const run = (id: string, changes: Partial<Attack> = {}): Attack => ({
  id,
  state: 'FINISHED',
  saleId: '1',
  strategy: 'ROW_LOCK',
  requests: 20,
  concurrency: 5,
  model: 'CLOSED',
  targetRequestsPerSecond: null,
  stock: 10,
  epoch: null,
  raceWindowMs: 5,
  seed: 7,
  sent: 20,
  confirmed: 10,
  replayed: 0,
  soldOut: 10,
  rejected: 0,
  failed: 0,
  unknown: 0,
  durationMs: 40,
  requestsPerSecond: 500,
  ordersPerSecond: 250,
  latency: LATENCY,
  latencyCorrected: LATENCY,
  histogram: [],
  frames: [],
  saturated: false,
  audit: AUDIT,
  spans: [],
  lockWaits: null,
  error: null,
  startedAt: `2026-01-01T00:00:0${id}.000Z`,
  finishedAt: null,
  ...changes,
});

const SURROUNDINGS = {
  url: 'http://127.0.0.1:9/',
  health: { version: '1.2.3', postgresVersion: 'PostgreSQL 18', redisVersion: null },
  sales: ['1', '2'].map((id) => ({ id, mode: 'LAB', product: { name: `Phone ${id}` } }) as const),
  strategies: [
    { strategy: 'ROW_LOCK', title: 'Row lock', safe: true },
    { strategy: 'REDIS_LUA', title: 'Redis Lua', safe: true },
  ] as const,
  environment: null,
};
const reportOf = (...runs: readonly Attack[]) => makeReport(SURROUNDINGS, runs);
const readerSees = (...runs: readonly Attack[]): string => wordsOf(reportHtml(reportOf(...runs), ''));

describe('runs', () => {
  test('are compared with those on the same sale and under the same load, what ran last first', () => {
    const { groups } = reportOf(
      run('1'),
      run('2', { strategy: 'REDIS_LUA' }),
      run('3', { stock: 99 }),
      run('4', { saleId: '2' }),
    );
    const seen = groups.map(({ sale, load, ranking, runs }) => {
      return [sale.product, load.stock, ranking !== null, runs.map(({ id }) => id).join()];
    });
    expect(seen).toEqual([
      ['Phone 2', 10, false, '4'],
      ['Phone 1', 99, false, '3'],
      ['Phone 1', 10, true, '1,2'],
    ]);
  });

  test('that no difference can be told between are said to have none', () => {
    const words = readerSees(run('1'), run('2', { strategy: 'REDIS_LUA' }));
    expect(words).toContain('Two strategies sold exactly what there was.');
    expect(words).toContain('no significant difference');
    expect(words).toContain('One round ranks nothing');
  });
});

describe('a run', () => {
  test('that broke off has its error, as text, and no books', () => {
    const error = '<img src=x onerror=alert(1)>';
    const html = reportHtml(reportOf(run('1', { state: 'FAILED', audit: null, error })), '');
    expect(html).not.toContain('<img');
    expect(wordsOf(html)).toContain(`– of 10 sold INCONCLUSIVE ${error}`);
    expect(wordsOf(html)).not.toContain('The books');
  });

  test('whose figures are void is said to be so, and one that bought nothing or was stopped as well', () => {
    const words = readerSees(run('1', { saturated: true, state: 'STOPPED', confirmed: 0 }));
    expect(words).toContain('these figures are void');
    expect(words).toContain('Somebody stopped it after 20 requests');
    expect(words).toContain('It bought nothing');
  });

  test('that oversold before witnesses were kept says so', () => {
    const audit = { ...AUDIT, verdict: 'OVERSOLD', sold: 12, oversold: 2 } as const;
    const words = readerSees(run('1', { audit }));
    expect(words).toContain('12 of 10 sold OVERSOLD by 2');
    expect(words).toContain('saved before witnesses were kept');
  });
});

test('whoever is not the admin gets a report that says what it does not know', () => {
  expect(readerSees(run('1'))).toContain('Stores PostgreSQL 18, – Machine told to the admin only');
});

test('a file is called by its run, or by when it was made', () => {
  expect(fileName(reportOf(run('1')))).toBe('flash-sale-report-run-1.html');
  const several = { ...reportOf(run('1'), run('2')), madeAt: '2026-11-30T20:05:07.123Z' };
  expect(fileName(several)).toBe('flash-sale-report-2026-11-30-20-05-07.html');
});

test('a style sheet that ends its element is refused', () => {
  expect(() => reportHtml(reportOf(run('1')), 'p{}</style><script>')).toThrow('end of an element');
});
