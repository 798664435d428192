import { uuidv7 } from '../domain/ids.ts';
import { limits } from '../domain/limits.ts';
import { fingerprintOf, type PurchaseInput } from '../domain/purchase-input.ts';
import type { PurchaseAnswer, PurchaseRequest } from '../domain/purchase.ts';
import type { Sale } from '../domain/sale.ts';
import type { Spans } from '../domain/spans.ts';
import { runPurchase } from '../postgres/transaction.ts';
import { isStrategyName, strategies, type PurchaseStrategy, type StrategyDeps } from '../strategies/index.ts';
import type { GateCorrections } from './gate-corrections.ts';
import type { KnownKeys } from './known-keys.ts';
import type { SaleDirectory } from './sale-directory.ts';
import { isStoreTrouble } from './store-trouble.ts';

const OVERLOADED: PurchaseAnswer = { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };

/** What it stands on. */
export interface PurchaseRunDeps {
  readonly strategyDeps: Pick<StrategyDeps, 'postgres' | 'truth'>;
  readonly directory: Pick<SaleDirectory, 'get' | 'forget'>;
  readonly knownKeys: KnownKeys;
  readonly corrections: Pick<GateCorrections, 'correct'>;
}

/** A purchase that has been let in. `sale` is the sale as it stood when the purchase began. */
export interface Admitted {
  readonly input: PurchaseInput;
  readonly strategy: PurchaseStrategy;
  readonly sale: Sale;
  /** Where its time is counted; absent where nobody asks. */
  readonly spans?: Spans | undefined;
}

/**
 * Takes a purchase to its end. A strategy that meets another fence has taken nothing and is asked again under the new
 * one; but never into another epoch: who began before a reset does not buy after it, and nobody buys behind the back of
 * a buyer who was told to come back.
 */
export function runToEnd(deps: PurchaseRunDeps, admitted: Admitted): Promise<PurchaseAnswer> {
  const until = performance.now() + limits.purchaseDeadlineMs;
  return attempt({ deps, admitted, until }, admitted.sale, limits.fencedRetriesMax);
}

/** A purchase that may be attempted until then, by performance.now(). */
interface Run {
  readonly deps: PurchaseRunDeps;
  readonly admitted: Admitted;
  readonly until: number;
}

/** Hardly a purchase needs another: what a function that awaits in a loop costs would be paid by all of them. */
function attempt(run: Run, sale: Sale, attempts: number): Promise<PurchaseAnswer> {
  const { deps, admitted } = run;
  const request = bind(admitted, sale);
  return admitted.strategy
    .purchase(request)
    .then((outcome) =>
      outcome.kind === 'fenced' ? attemptAgain(run, attempts - 1) : afterwards(deps, request, outcome),
    );
}

async function attemptAgain(run: Run, attempts: number): Promise<PurchaseAnswer> {
  const { directory } = run.deps;
  const { id, epoch } = run.admitted.sale;
  directory.forget(id);
  const sale = await readAgain(directory, id);
  const mayGoOn = attempts > 0 && performance.now() < run.until;
  return sale?.epoch === epoch && mayGoOn ? attempt(run, sale, attempts) : OVERLOADED;
}

/** Null while Postgres can't be asked: nothing was taken under the old fence, so the buyer may simply come back. */
async function readAgain(directory: PurchaseRunDeps['directory'], saleId: string): Promise<Sale | null> {
  try {
    return await directory.get(saleId);
  } catch (error) {
    if (isStoreTrouble(error)) return null;
    throw error;
  }
}

/** What an end leaves to do: a refused buyer may have the order already, and units sold past the gate come off it. */
function afterwards(
  deps: PurchaseRunDeps,
  request: PurchaseRequest,
  outcome: PurchaseAnswer,
): PurchaseAnswer | Promise<PurchaseAnswer> {
  switch (outcome.kind) {
    case 'notOpen':
      // Before an opening there may be thousands: those who come next are told so from memory.
      void deps.strategyDeps.truth.recentStanding(request.saleId).catch(() => undefined);
      return unlessBought(deps, request, outcome);
    case 'soldOut':
    case 'limitReached':
      return unlessBought(deps, request, outcome);
    case 'confirmed':
      if (isStrategyName(request.strategy) && !strategies[request.strategy].gated)
        deps.corrections.correct(request);
      return outcome;
    default:
      return outcome;
  }
}

function unlessBought(
  deps: PurchaseRunDeps,
  request: PurchaseRequest,
  refusal: PurchaseAnswer,
): PurchaseAnswer | Promise<PurchaseAnswer> {
  return deps.knownKeys.isNew(request) ? refusal : lookUp(deps, request, refusal);
}

/** The order that a refused buyer already has, or the refusal. */
async function lookUp(
  deps: PurchaseRunDeps,
  request: PurchaseRequest,
  refusal: PurchaseAnswer,
): Promise<PurchaseAnswer> {
  const find = async () => (await deps.knownKeys.find(request)) ?? refusal;
  const answer = await runPurchase(deps.strategyDeps.postgres, request, find);
  return answer.kind === 'fenced' ? refusal : answer;
}

function bind({ input, spans }: Admitted, sale: Sale): PurchaseRequest {
  const { id: saleId, epoch, fence } = sale;
  const { buyerId, quantity, strategy, idempotencyKey: key } = input;
  const fingerprint = key === null ? null : fingerprintOf(input);
  const orderId = uuidv7();
  return {
    orderId,
    saleId,
    epoch,
    fence,
    buyerId,
    quantity,
    strategy,
    key,
    fingerprint,
    mayWait: true,
    spans,
  };
}
