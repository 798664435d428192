import type { DataSource } from 'typeorm';
import type { AttemptLog } from '../domain/attempt.ts';
import type { Afterwards } from '../domain/afterwards.ts';
import type { LateEnds } from '../domain/late-end.ts';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import type { Truth } from '../domain/truth.ts';
import type { Groups } from '../postgres/group-commit.ts';
import type { RedisClient } from '../redis/client.ts';
import type { Gate } from '../redis/gate.ts';
import type { RedisLines } from '../redis/lines.ts';

/**
 * Takes units for one buyer. Safe to call concurrently.
 *
 * It knows nothing of GraphQL, of figures or of retries; of a key it knows only that it is written with the order. It
 * resolves with an expected end and throws a surprise. `confirmed` means durable in Postgres, nothing less; `pending` that
 * its end will be told to `ends`, whatever dies meanwhile but Redis. An end that
 * nobody can know is `inProgress`, and nothing is given back for it. `fenced` means that the sale has gone on to another
 * fence and nothing was taken: the service asks again.
 */
export interface PurchaseStrategy {
  purchase(request: PurchaseRequest): Promise<PurchaseOutcome>;
  /**
   * Begins what it does besides, in every replica that serves. `byHand` is for who looks at it statement by statement:
   * nothing then happens by the clock.
   */
  start?(options: { readonly byHand: boolean }): Background;
}

/** What a strategy does besides its purchases. Disposing it finishes what was begun. */
export interface Background extends AsyncDisposable {
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** What a strategy may use. */
export interface StrategyDeps {
  /** The purchase pool: 20 connections that all strategies of a replica share. */
  readonly postgres: DataSource;
  /**
   * Four connections for single writes, as behind a proxy in front of the primary: they queue here while reads go on
   * elsewhere. Only the unsafe strategies, which split a purchase into separate statements, have a use for that.
   */
  readonly writes: DataSource;
  readonly groups: Groups;
  readonly gate: Gate;
  /** The connection that everything in a replica shares: for commands that are whole by themselves. */
  readonly redis: RedisClient;
  /** Connections of one's own, for commands that belong together. */
  readonly redisLines: RedisLines;
  /** What Postgres says about a sale, and its fence. */
  readonly truth: Truth;
  /** Takes on what is left to do when an order is durable. */
  readonly afterwards: Afterwards;
  /** Where the unsafe strategies note what they read and wrote. */
  readonly attempts: AttemptLog;
  /** Where a strategy that answers `pending` tells how it ended. */
  readonly ends: LateEnds;
}

/** What a strategy file exports. `safe: false` means that it oversells, and the conformance suite holds it to that. */
export interface StrategyDefinition {
  /** Two or three words, for pickers. */
  readonly title: string;
  /** One sentence: how it takes units, and why it is right or wrong. Becomes the enum value's description. */
  readonly description: string;
  readonly safe: boolean;
  readonly usesRedis: boolean;
  /**
   * True when it takes its units from the sale's gate and settles them itself. Of the units that the others sell, the
   * gate is told afterwards.
   */
  readonly gated: boolean;
  /** What it really runs, statement by statement, for the explainer. */
  readonly source: string;
  /** Why it is right, or how it goes wrong. A sentence or three, as are the words below. */
  readonly why: string;
  /** What it costs, and what bounds its speed. */
  readonly costs: string;
  /** What may fail under it, and what then becomes of a purchase. */
  readonly survives: string;
  /** When to choose it, and when not. */
  readonly choose: string;
  create(deps: StrategyDeps): PurchaseStrategy;
}
