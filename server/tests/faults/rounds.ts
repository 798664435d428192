import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCluster, type Cluster } from './cluster.ts';
import type { Violation } from './evidence.ts';
import type { Fault } from './fault.ts';
import { createRandom, type Random } from '../../simulation/random.ts';
import { playRound } from './round.ts';

/** A cluster of one test file, and rounds on it. */
export interface Rounds {
  readonly random: Random;
  /** From `beforeAll` on. */
  cluster(): Cluster;
  play(fault: Fault): Promise<readonly Violation[]>;
  /** One test for each fault. */
  test(faults: readonly Fault[]): void;
}

/** One call per test file: it opens and closes the cluster. */
export function roundsOnCluster(): Rounds {
  const random = createRandom(Date.now());
  let opening: Promise<Cluster> | null = null;
  let opened: Cluster | null = null;
  let played = 0;
  beforeAll(async () => {
    opening = openCluster();
    opened = await opening;
  });
  // Also one that took longer to open than a hook may: its stores would go on without it.
  afterAll(() =>
    opening?.then(
      (cluster) => cluster[Symbol.asyncDispose](),
      () => undefined,
    ),
  );

  const cluster = (): Cluster => {
    if (opened === null) throw new Error('the cluster is opened in beforeAll');
    return opened;
  };
  const play = async (fault: Fault): Promise<readonly Violation[]> => {
    // Also when a test is tried again: no two rounds have buyers of one name.
    played += 1;
    const name = `round${played}`;
    const { violations } = await playRound({ cluster: cluster(), fault, random, name, isBrief: true });
    return violations;
  };
  return {
    random,
    cluster,
    play,
    test: (faults) =>
      test.each(faults)(
        'nothing is oversold, lost, leaked or untold when $name',
        // Once more on a machine that is too busy to play the round in time; the long run counts every round.
        { timeout: 150_000, retry: 1 },
        async (fault) => expect(await play(fault)).toEqual([]),
      ),
  };
}
