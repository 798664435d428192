import type { Registry } from 'prom-client';
import type { PathStats } from '../domain/stats.ts';
import type { Steps } from './steps/steps.ts';

/** Where the purchases of one process are. */
export type PathGauges = Omit<PathStats, 'lockWaiting'>;

/** The other workers of this server, as far as they are not simply replicas: what a server has once, or shows as one. */
export interface Siblings {
  /** Gauges over all workers; `own` is what this one adds to them. */
  wholePath(own: () => PathGauges): () => PathGauges;
  /** Step-throughs: one worker has them all, whichever is asked. `own` is used when that is this one. */
  sharedSteps(own: Steps): Steps;
  /** Figures for machines, over all workers. */
  wholeMetrics(own: Registry): Pick<Registry, 'contentType' | 'metrics'>;
  /** Tells who this one is among the replicas, and hears of workers that died. */
  introduce(replicaId: string, onGone: (replicaId: string) => void): void;
}

/** A server of one process. */
export const ALONE: Siblings = {
  wholePath: (own) => own,
  sharedSteps: (own) => own,
  wholeMetrics: (own) => own,
  introduce: () => undefined,
};
