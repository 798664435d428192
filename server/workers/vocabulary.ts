import type { AppOptions } from '../app.ts';
import { limits } from '../domain/limits.ts';
import type { LogLevel } from '../log.ts';
import type { PathGauges } from '../services/siblings.ts';
import type { Steps } from '../services/steps/steps.ts';
import type { OwnMetrics } from './whole-metrics.ts';

/** What a worker serves with. It travels over the channel: an environment can be read by others. */
export interface WorkerSettings extends Omit<AppOptions, 'log' | 'siblings'> {
  readonly logLevel: LogLevel;
}

/** The methods of `Steps`, each a question of its own. */
type StepQuestions = {
  [Name in 'open' | 'step' | 'find' | 'close' | 'explore' as `steps.${Name}`]: {
    asked: Parameters<Steps[Name]>;
    answered: Awaited<ReturnType<Steps[Name]>>;
  };
};

/** Questions between the primary and a worker, each with what it is asked with and what it is answered with. */
export interface Questions extends StepQuestions {
  /** By a worker that has loaded. Answered when it may begin. */
  readonly settings: { asked: null; answered: WorkerSettings };
  /** By the primary: this worker's figures. */
  readonly ownMetrics: { asked: null; answered: OwnMetrics };
  /** By a worker: everybody's, as text. */
  readonly allMetrics: { asked: null; answered: string };
  /** By a worker: it can't serve, and why; `plain` words are for the person who started it. Answered when it may end. */
  readonly failed: { asked: { readonly words: string; readonly plain: boolean }; answered: null };
}

/**
 * How long an answer may take, so that a process that is frozen keeps no caller for ever; null for as long as it takes.
 * Longer than the work itself may take: it has bounds of its own.
 */
export const ANSWER_MAX_MS: { readonly [Name in keyof Questions]: number | null } = {
  // The stores may have much to recover.
  settings: null,
  failed: 5_000,
  ownMetrics: 5_000,
  allMetrics: 5_000,
  'steps.find': 20_000,
  'steps.step': 20_000,
  'steps.close': 20_000,
  // A schedule has many turns.
  'steps.open': 60_000,
  'steps.explore': limits.exploreMaxMs + 30_000,
};

/** What is told without an answer. */
export interface News {
  /** By a worker: where it serves. */
  readonly serves: { readonly port: number; readonly url: string };
  /** By a worker: its id among the replicas. */
  readonly named: { readonly replicaId: string };
  /** By a worker: its gauges, as they changed. By the primary: the sum over the other workers. */
  readonly path: PathGauges;
  /** By the primary: another worker has died. */
  readonly gone: { readonly replicaId: string };
  /** By the primary: end what has begun, take nothing new, then exit. */
  readonly drain: null;
}
