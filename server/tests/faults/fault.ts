import type { Cluster } from './cluster.ts';
import type { Crowd } from './crowd.ts';
import type { Random } from '../../simulation/random.ts';
import type { Replica } from './replica.ts';

/** Where a fault happens: a cluster under load. */
export interface Stage {
  readonly cluster: Cluster;
  readonly crowd: Crowd;
  readonly random: Random;
  /** The replica that it happens to, and the other one. */
  readonly victim: Replica;
  readonly other: Replica;
  /** Faults last as long as `npm test` can wait, not as long as they may. */
  readonly isBrief: boolean;
}

/** Something that goes wrong. */
export interface Fault {
  readonly name: string;
  /** How many processes it kills. */
  readonly kills: number;
  /** It happens to purchases that get past the gate: there is enough for everybody. */
  readonly needsStock?: boolean;
  /** It happens to purchases of a certain kind: all kinds are made. */
  readonly needsAllStrategies?: boolean;
  /** The books will not be right again: nobody waits for that. */
  readonly isSabotage?: boolean;
  /** Makes it happen; resolves when its cause is gone. */
  inject(stage: Stage): Promise<void>;
}
