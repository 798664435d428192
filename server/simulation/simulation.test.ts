import { describe, expect, test } from 'vitest';
import { FAULTS } from './faults.ts';
import { mutants } from './mutants.ts';
import { describeRun } from './report.ts';
import { simulate } from './simulate.ts';
import { STEPS } from './steps.ts';

// SIM_SEED=17 runs that one; SIM_SEEDS=100000 runs so many, from SIM_SEED or 1 on.
const ALWAYS = 2_000;
const only = process.env['SIM_SEED'];
const from = Number(only ?? 1);
const count = Number(process.env['SIM_SEEDS'] ?? (only === undefined ? ALWAYS : 1));
const TIMES_MIN = 50;
const A_SEED_MS_MAX = 100;

describe('the purchase protocol, simulated', () => {
  const counts = new Map<string, number>();

  test(
    `holds every invariant in ${count} seeds from ${from}`,
    async () => {
      for (let seed = from; seed < from + count; seed += 1) {
        const run = await simulate(seed);
        if (run.violations.length > 0) throw new Error(describeRun(run));
        for (const [name, times] of run.counts) counts.set(name, (counts.get(name) ?? 0) + times);
      }
    },
    60_000 + count * A_SEED_MS_MAX,
  );

  describe.skipIf(count < ALWAYS)(`met at least ${TIMES_MIN} times`, () => {
    test.for([...FAULTS, 'reset', 'sync', 'pause'])('%s', (name) => {
      expect(counts.get(name) ?? 0).toBeGreaterThanOrEqual(TIMES_MIN);
    });
    test.for(STEPS)('a server that dies at %s', (step) => {
      expect(counts.get(`dies at ${step}`) ?? 0).toBeGreaterThanOrEqual(TIMES_MIN);
    });
  });
});

describe('a seed', () => {
  test('replays exactly', async () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const [first, again] = [await simulate(seed), await simulate(seed)];
      expect(again).toMatchObject({ hash: first.hash, steps: first.steps, violations: first.violations });
      expect(again.tail(1e6)).toEqual(first.tail(1e6));
    }
  });

  test('is another story than its neighbour', async () => {
    const hashes = new Set<string>();
    for (let seed = 1; seed <= 30; seed += 1) hashes.add((await simulate(seed)).hash);
    expect(hashes.size).toBe(30);
  });

  test('that fails says which it is, what broke, and the last steps', async () => {
    const [mutant] = mutants;
    if (mutant === undefined) throw new Error('there are mutants');
    let run = await simulate(1, mutant);
    while (run.violations.length === 0) run = await simulate(run.seed + 1, mutant);
    const words = describeRun(run);
    expect(words).toContain(`SIM_SEED=${run.seed} `);
    expect(words).toContain('I1 oversold');
    expect(words).toMatch(/server-\d +decide f\d #\d+ x\d/);
    expect(words).toContain('COMMIT');
  });

  test('leaves the clock of the process as it was', async () => {
    const before = [setTimeout, setImmediate, Date.now, performance.now];
    await simulate(1);
    expect([setTimeout, setImmediate, Date.now, performance.now]).toEqual(before);
    expect(Object.hasOwn(performance, 'now')).toBe(false);
  });
});
