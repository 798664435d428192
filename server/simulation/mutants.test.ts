import { expect, test } from 'vitest';
import { GATE_ALONE, mutants } from './mutants.ts';
import { simulate } from './simulate.ts';

const SEEDS_MAX = 1_000;
const CONTROL_SEEDS = 200;

/** The first seed whose run breaks an invariant, and which. */
async function hunt(options: Parameters<typeof simulate>[1], seedsMax = SEEDS_MAX) {
  for (let seed = 1; seed <= seedsMax; seed += 1) {
    const { violations } = await simulate(seed, options);
    if (violations.length > 0) return { seed, broke: violations.join('\n') };
  }
  return { seed: null, broke: '' };
}

test.each(mutants)('is caught: $name', async ({ variant, climate, breaks }) => {
  const { seed, broke } = await hunt({ variant, climate });
  expect(seed, `not caught in ${SEEDS_MAX} seeds`).not.toBeNull();
  expect(broke).toMatch(breaks);
});

test('in a steady climate the gate alone is right, so what is found there is the fault of the step beside it', async () => {
  expect(await hunt({ variant: GATE_ALONE, climate: 'steady' }, CONTROL_SEEDS)).toMatchObject({
    seed: null,
    broke: '',
  });
});

test.each(mutants.filter(({ climate }) => climate === 'steady'))(
  'sells nothing twice while Postgres decides: $name',
  async ({ variant }) => {
    const healed = { ...variant, rules: { ...variant.rules, checksRemaining: true } };
    expect(await hunt({ variant: healed, climate: 'steady' }, CONTROL_SEEDS)).toMatchObject({
      seed: null,
      broke: '',
    });
  },
);
