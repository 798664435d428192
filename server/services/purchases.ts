import { figureOf, type Figure } from '../domain/figures.ts';
import { limits } from '../domain/limits.ts';
import { checkPurchaseInput, type PurchaseInput } from '../domain/purchase-input.ts';
import type { PurchaseAnswer } from '../domain/purchase.ts';
import type { Sale } from '../domain/sale.ts';
import { createSpans, noSpans, type MeasuredSpans, type Spans } from '../domain/spans.ts';
import type { Gate } from '../redis/gate.ts';
import { refusalFor, type Refusal } from '../domain/truth.ts';
import {
  strategies,
  strategyNames,
  type PurchaseStrategy,
  type StrategyDeps,
  type StrategyName,
} from '../strategies/index.ts';
import { admit } from './admit.ts';
import { byDeadline } from '../domain/deadline.ts';
import { tooOften, type BuyerRate } from './buyer-rate.ts';
import type { Figures } from './figures.ts';
import { createGateCorrections } from './gate-corrections.ts';
import type { Caller } from './identity.ts';
import { createKeyedWork } from './keyed-work.ts';
import type { KnownKeys } from './known-keys.ts';
import { runToEnd } from './purchase-run.ts';
import type { SaleDirectory } from './sale-directory.ts';
import { isStoreTrouble } from './store-trouble.ts';

const OVERLOADED: PurchaseAnswer = { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };
const STILL_UNDECIDED: PurchaseAnswer = { kind: 'inProgress', retryAfterMs: limits.retryAfterMs };
/** How long a purchase waits to learn about its sale from a Postgres that does not answer. */
const SALE_WAIT_MS = 1_000;

/** What a buyer is told, and how long it took in milliseconds from the moment that the purchase was read. */
export interface PurchaseReply {
  readonly answer: PurchaseAnswer;
  readonly latencyMs: number;
}

/** The use case: everything around a strategy that is the same for all of them. */
export interface Purchases {
  /** Rejects with a Problem for input that can be mended; every other end is an answer, within three seconds. */
  purchase(input: PurchaseInput, caller: Caller): Promise<PurchaseReply>;
  /** The same, at once where nobody has to be asked. Throws a Problem, or rejects with it. */
  begin(input: PurchaseInput, caller: Caller): PurchaseReply | Promise<PurchaseReply>;
  /** Begins what strategies do besides. Disposing it finishes what was begun. */
  start(): AsyncDisposable;
  /** Purchases that have begun and not ended, of one sale or of all, be it that their buyer was told to ask again. */
  inFlight(saleId?: string): number;
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
  /** Of buyers of LIVE sales; absent where they may ask as often as they like. */
  readonly buyerRate: BuyerRate | undefined;
}

/** Wires each registered strategy once. */
export function createPurchases(deps: PurchasesDeps): Purchases {
  const created = new Map<StrategyName, PurchaseStrategy>(
    strategyNames.map((name) => [name, strategies[name].create(deps.strategyDeps)]),
  );
  const corrections = createGateCorrections(deps.gate, deps.strategyDeps.afterwards);
  const underWay = createKeyedWork();

  function strategyOf(name: StrategyName): PurchaseStrategy {
    const strategy = created.get(name);
    if (strategy === undefined) throw new Error(`strategy ${name} was not created`);
    return strategy;
  }

  const runDeps = { ...deps, corrections };

  function decide(begun: Begun, name: StrategyName): Promise<PurchaseReply> {
    const { sale, input } = begun;
    const asked = tooOften(deps.buyerRate, sale, input.buyerId);
    if (asked === null) return sell(begun, name);
    return asked.then((answer) =>
      answer === null
        ? sell(begun, name)
        : { answer, latencyMs: note(deps.figures, begun, figureOf(answer)) },
    );
  }

  function sell(begun: Begun, name: StrategyName): Promise<PurchaseReply> {
    const { input, sale, spans } = begun;
    const strategy = strategyOf(name);
    const work = underWay.join(input, () => runToEnd(runDeps, { input, sale, strategy, spans }));
    return reply(deps.figures, begun, work);
  }

  /** Of a sale that has to be asked for first. */
  async function decideLater(input: PurchaseInput, caller: Caller, begunAt: number): Promise<PurchaseReply> {
    const sale = await findSale(deps.directory, input.saleId);
    if (sale === null) return { answer: OVERLOADED, latencyMs: performance.now() - begunAt };
    return decide({ input, sale, spans: createSpans(), begunAt }, admit(input, sale, caller));
  }

  function begin(input: PurchaseInput, caller: Caller): PurchaseReply | Promise<PurchaseReply> {
    const begunAt = performance.now();
    checkPurchaseInput(input);
    if (underWay.waiting() >= limits.purchasesInFlightMax)
      return { answer: OVERLOADED, latencyMs: performance.now() - begunAt };
    const sale = deps.directory.peek(input.saleId);
    if (sale === undefined) return decideLater(input, caller, begunAt);
    const name = admit(input, sale, caller);
    const answer = strategies[name].gated && !underWay.has(input) ? knownRefusal(deps, input, sale) : null;
    if (answer === null) return decide({ input, sale, spans: createSpans(), begunAt }, name);
    return {
      answer,
      latencyMs: note(deps.figures, { input, sale, spans: noSpans, begunAt }, figureOf(answer)),
    };
  }

  return {
    begin,
    purchase: async (input, caller) => begin(input, caller),
    start: () => startAll([...created.values()]),
    inFlight: underWay.count,
    settled: () => deps.strategyDeps.afterwards.settled(),
  };
}

/** A purchase that was read at `begunAt`, by performance.now(). */
interface Measured {
  readonly input: PurchaseInput;
  readonly sale: Sale;
  readonly spans: MeasuredSpans;
  readonly begunAt: number;
}

/** One that is being decided. */
interface Begun extends Measured {
  readonly spans: Spans;
}

/**
 * What its buyer is told when it is decided, or when the time is up; and its place in the figures. One promise for all of
 * it: they are much of what a purchase costs.
 */
function reply(figures: Figures, begun: Begun, work: Promise<PurchaseAnswer>): Promise<PurchaseReply> {
  return new Promise((resolve, reject) => {
    const tell = (answer: PurchaseAnswer): void => {
      clearTimeout(timer);
      // A promise of an end is no end.
      const figure = answer.kind === 'pending' ? null : figureOf(answer);
      if (!isTold) resolve({ answer, latencyMs: note(figures, begun, figure) });
      isTold = true;
    };
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      if (!isTold) note(figures, begun, 'failed');
      reject(error);
    };
    let isTold = false;
    const restMs = limits.purchaseDeadlineMs - (performance.now() - begun.begunAt);
    const timer = setTimeout(() => tell(STILL_UNDECIDED), restMs);
    work.then(tell, fail);
  });
}

/** Its latency in milliseconds until now, counted as this figure unless there is none. */
function note(figures: Figures, { input, sale, spans, begunAt }: Measured, figure: Figure | null): number {
  const latencyMs = performance.now() - begunAt;
  const { strategy, quantity } = input;
  if (figure !== null)
    figures.record({ saleId: sale.id, epoch: sale.epoch, strategy, quantity, figure, latencyMs, spans });
  return latencyMs;
}

/**
 * What a buyer may be told without asking a store: Postgres said that the sale is sold out or not open at most 100 ms ago
 * under this fence, and nobody has bought under this key before. Null: nothing.
 */
function knownRefusal(
  { strategyDeps, knownKeys }: PurchasesDeps,
  { buyerId, idempotencyKey: key, quantity, strategy }: PurchaseInput,
  { id: saleId, fence }: Sale,
): Refusal | null {
  const refusal = refusalFor(strategyDeps.truth.peekStanding(saleId), { fence, quantity });
  return refusal !== null && knownKeys.isNew({ saleId, fence, buyerId, key, strategy }) ? refusal : null;
}

function startAll(created: readonly PurchaseStrategy[]): AsyncDisposable {
  const started = created.flatMap((strategy) => strategy.start?.({ byHand: false }) ?? []);
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map((each) => each[Symbol.asyncDispose]()));
    },
  };
}

/** Null while Postgres can't be asked: nothing has begun then, so the buyer may simply come back. */
async function findSale(directory: SaleDirectory, saleId: string): Promise<Sale | null> {
  try {
    return await byDeadline<Sale | null>(directory.get(saleId), null, SALE_WAIT_MS);
  } catch (error) {
    if (isStoreTrouble(error)) return null;
    throw error;
  }
}
