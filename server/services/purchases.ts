import { figureOf } from '../domain/figures.ts';
import { uuidv7 } from '../domain/ids.ts';
import { limits } from '../domain/limits.ts';
import { checkPurchaseInput, fingerprintOf, type PurchaseInput } from '../domain/purchase-input.ts';
import type { PurchaseAnswer, PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import type { Sale } from '../domain/sale.ts';
import { isNeverSent, isRolledBack, isUnknownEnd } from '../postgres/errors.ts';
import { runPurchase } from '../postgres/transaction.ts';
import type { Gate } from '../redis/gate.ts';
import {
  isStrategyName,
  strategies,
  strategyNames,
  type PurchaseStrategy,
  type StrategyDeps,
  type StrategyName,
} from '../strategies/index.ts';
import { admit } from './admit.ts';
import type { Figures } from './figures.ts';
import type { Caller } from './identity.ts';
import { createKeyedWork } from './keyed-work.ts';
import type { KnownKeys } from './known-keys.ts';
import type { SaleDirectory } from './sale-directory.ts';

const RETRY_AFTER_MS = 250;
const OVERLOADED = { kind: 'overloaded', retryAfterMs: RETRY_AFTER_MS } as const;
const STILL_UNDECIDED: PurchaseAnswer = { kind: 'inProgress', retryAfterMs: RETRY_AFTER_MS };
/** How long a purchase waits to learn about its sale from a Postgres that does not answer. */
const SALE_WAIT_MS = 1_000;

/** What a buyer is told, and how long it took in milliseconds from the moment that the purchase was read. */
export interface PurchaseReply {
  readonly answer: PurchaseAnswer;
  readonly latencyMs: number;
}

/** The use case: everything around a strategy that is the same for all of them. */
export interface Purchases {
  /** Throws a Problem for input that can be mended; every other end is an answer. */
  purchase(input: PurchaseInput, caller: Caller): Promise<PurchaseReply>;
  /** Purchases that have begun and not ended, be it that their buyer was told to ask again. */
  inFlight(): number;
  /** Resolves when what the answered purchases left to do is done. */
  settled(): Promise<void>;
}

/** What it stands on. */
export interface PurchasesDeps {
  readonly strategyDeps: StrategyDeps;
  readonly directory: SaleDirectory;
  readonly figures: Figures;
  readonly knownKeys: KnownKeys;
  readonly gate: Gate;
}

/** Wires each registered strategy once. */
export function createPurchases(deps: PurchasesDeps): Purchases {
  const created = new Map<StrategyName, PurchaseStrategy>(
    strategyNames.map((name) => [name, strategies[name].create(deps.strategyDeps)]),
  );
  const corrections = new Set<Promise<void>>();
  const inFlightKeys = createKeyedWork();
  let inFlight = 0;

  async function run(input: PurchaseInput, strategy: PurchaseStrategy, sale: Sale): Promise<PurchaseAnswer> {
    let bound = sale;
    for (let attempt = 0; attempt < limits.fencedRetriesMax; attempt += 1) {
      const request = bind(input, bound);
      // eslint-disable-next-line no-await-in-loop -- each attempt follows from the one before
      const outcome = await strategy.purchase(request);
      // eslint-disable-next-line no-await-in-loop
      if (outcome.kind !== 'fenced') return afterwards(request, outcome);
      deps.directory.forget(bound.id);
      // eslint-disable-next-line no-await-in-loop
      bound = await deps.directory.get(bound.id);
    }
    return OVERLOADED;
  }

  /** Null while Postgres can't be asked: nothing has begun then, so the buyer may simply come back. */
  async function findSale(saleId: string): Promise<Sale | null> {
    try {
      return await byDeadline<Sale | null>(deps.directory.get(saleId), null, SALE_WAIT_MS);
    } catch (error) {
      if (isNeverSent(error) || isUnknownEnd(error) || isRolledBack(error)) return null;
      throw error;
    }
  }

  async function afterwards(
    request: PurchaseRequest,
    outcome: Exclude<PurchaseOutcome, { kind: 'fenced' }>,
  ): Promise<PurchaseAnswer> {
    if (outcome.kind === 'soldOut' || outcome.kind === 'limitReached' || outcome.kind === 'notOpen') {
      const replay = await runPurchase(
        deps.strategyDeps.postgres,
        request,
        async () => (await deps.knownKeys.find(request)) ?? outcome,
      );
      return replay.kind === 'fenced' ? outcome : replay;
    }
    if (
      outcome.kind === 'confirmed' &&
      isStrategyName(request.strategy) &&
      !strategies[request.strategy].usesRedis
    ) {
      correctGate(request);
    }
    return outcome;
  }

  /** Units sold past the gate are taken off it afterwards: nobody waits for that, and being late only costs a refusal. */
  function correctGate(request: PurchaseRequest): void {
    const correction = deps.gate
      .correct(request, request.quantity)
      .catch(() => undefined)
      .finally(() => corrections.delete(correction));
    corrections.add(correction);
  }

  return {
    async purchase(input, caller) {
      const begunAt = performance.now();
      checkPurchaseInput(input);
      const latencyMs = (): number => performance.now() - begunAt;
      if (inFlight >= limits.purchasesInFlightMax) return { answer: OVERLOADED, latencyMs: latencyMs() };
      const sale = await findSale(input.saleId);
      if (sale === null) return { answer: OVERLOADED, latencyMs: latencyMs() };
      const strategy = created.get(admit(input, sale, caller));
      if (strategy === undefined) throw new Error(`strategy ${input.strategy} was not created`);
      const count = {
        saleId: sale.id,
        epoch: sale.epoch,
        strategy: input.strategy,
        quantity: input.quantity,
      };
      const work = inFlightKeys.join(input, () => {
        inFlight += 1;
        return run(input, strategy, sale).finally(() => (inFlight -= 1));
      });
      try {
        const answer = await byDeadline(work, STILL_UNDECIDED, limits.purchaseDeadlineMs - latencyMs());
        const epoch = answer.kind === 'confirmed' ? answer.order.epoch : sale.epoch;
        deps.figures.record({ ...count, epoch, figure: figureOf(answer), latencyMs: latencyMs() });
        return { answer, latencyMs: latencyMs() };
      } catch (error) {
        deps.figures.record({ ...count, figure: 'failed', latencyMs: latencyMs() });
        throw error;
      }
    },
    inFlight: () => inFlight,
    async settled() {
      await Promise.all(corrections);
    },
  };
}

function bind(input: PurchaseInput, sale: Sale): PurchaseRequest {
  return {
    orderId: uuidv7(),
    saleId: sale.id,
    epoch: sale.epoch,
    fence: sale.fence,
    buyerId: input.buyerId,
    quantity: input.quantity,
    strategy: input.strategy,
    key: input.idempotencyKey,
    fingerprint: input.idempotencyKey === null ? null : fingerprintOf(input),
  };
}

/** The value, or `late` once the time is up: the work goes on, but its buyer is told to ask again. */
function byDeadline<Value>(work: Promise<Value>, late: Value, timeMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late), timeMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
