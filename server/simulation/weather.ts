import type { Random } from './random.ts';
import type { Rates } from './faults.ts';
import { RARE_STEPS, STEPS, type PlannedDeath, type Stage, type Step } from './steps.ts';

/** What a seed decides before its run begins. */
export interface Weather {
  readonly rates: Rates;
  readonly deaths: readonly PlannedDeath[];
  readonly delayMaxMs: number;
  readonly replicas: number;
  readonly stock: number;
  readonly limitPerBuyer: number | null;
  readonly buyers: number;
  /** The time over which they come. */
  readonly crowdMs: number;
  readonly quantityMax: number;
  readonly directShare: number;
  /** Blows to the stores, resets and the like, at random times. */
  readonly blows: number;
  readonly resets: number;
  readonly losesUnits: boolean;
}

/**
 * `wild`: everything may happen. `steady`: Redis is always there and loses nothing, nobody buys past the gate and no commit outlives a lease,
 * so that the gate alone would be right as well, and what a mutant does to it can be seen.
 */
export type Climate = 'wild' | 'steady';

const STAGES: readonly Stage[] = ['before', 'sent', 'answered'];

/** Draws it. */
export function drawWeather(random: Random, climate: Climate): Weather {
  const wild = climate === 'wild';
  const storm = random.pick([0, 0.01, 0.03, 0.08]);
  const rates: Rates = {
    'commit reply lost': storm,
    'answer lost': storm * 2,
    'message lost': storm * 4,
    ...(wild && {
      'redis refuses': storm,
      'redis request lost': storm,
      'redis reply lost': storm,
      'redis command twice': storm,
      'redis command late': storm,
      'postgres refuses': storm,
      'postgres request lost': storm / 4,
      'postgres request late': storm / 4,
      'postgres reply lost': storm / 2,
      'postgres aborts': storm,
      'postgres commits late': storm,
    }),
  };
  const scale = random.pick([1, 1, 1, 2]);
  const deaths = Array.from({ length: random.between(0, 4) }, () => drawDeath(random));
  const dyingAt = (step: Step): boolean => deaths.some((death) => death.step === step);
  // The reaper has nothing to look up unless somebody died with a reservation.
  if (dyingAt('existing')) deaths.unshift({ step: 'decide', stage: 'answered', countdown: 1 });
  return {
    rates,
    deaths,
    // Nobody raises a fence, and dies at it, unless a gate has lost units.
    losesUnits: wild && dyingAt('raise fence'),
    delayMaxMs: random.pick([2, 20, 150]),
    replicas: random.pick([1, 2, 2, 3]),
    stock: random.between(1, 6) * scale,
    limitPerBuyer: random.pick(dyingAt('lookup') ? [1] : [null, null, 1, 2, 3]),
    buyers: random.between(4, 12) * scale,
    crowdMs: random.pick(scale > 1 ? [20, 400] : [20, 400, 4_000]),
    quantityMax: random.pick([1, 1, 2, 3]),
    directShare: wild ? random.pick([0, 0, 0.2, 0.5]) : 0,
    blows: wild ? random.between(0, 3) : 0,
    resets: wild ? random.between(0, 2) : 0,
  };
}

/** Half of the deaths are at steps that few purchases come to. */
function drawDeath(random: Random): PlannedDeath {
  const isRare = random.chance(0.5);
  return {
    step: random.pick(isRare ? RARE_STEPS : STEPS),
    stage: random.pick(STAGES),
    countdown: isRare ? 1 : random.between(1, 4),
  };
}
