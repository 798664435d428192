import {
  PurchaseDocument,
  type PurchaseMutation,
  type PurchaseMutationVariables,
} from '../schema/generated/operations.ts';
import { backoffMs, pause } from './backoff.ts';
import { FlashSaleError } from './error.ts';
import type { Execute } from './http.ts';
import { createIdempotencyKey } from './idempotency-key.ts';
import type { CallOptions } from './options.ts';
import type { Scope } from './scope.ts';

/** How one purchase ended. Every expected end is a value: `switch` on its `__typename`. */
export type PurchaseResult = PurchaseMutation['purchase'] & {
  /** The key that it was made with. The same key with the same purchase never buys twice. */
  readonly idempotencyKey: string;
};

/** How hard a purchase tries. */
export interface PurchaseOptions extends CallOptions {
  /** Requests in all. Default 6; 1 never repeats. */
  readonly attemptsMax?: number;
  /** No repetition starts later than this, milliseconds from the call. Default 15,000. */
  readonly deadlineMs?: number;
}

/** Buys units for one buyer. See FlashSaleClient.purchase. */
export type Purchase = (
  purchase: PurchaseMutationVariables,
  options?: PurchaseOptions,
) => Promise<PurchaseResult>;

/** How long a single request may take before it is repeated. */
const ATTEMPT_TIMEOUT_MS = 5_000;

/** Statuses by which a proxy says that it got no answer from the server. */
const GATEWAY_STATUSES: readonly (number | undefined)[] = [502, 503, 504];

/** A purchase over `execute` that repeats with the same key what had no end yet. */
export function createPurchase(execute: Execute, scope: Scope): Purchase {
  return (
    purchase,
    { attemptsMax = 6, deadlineMs = 15_000, timeoutMs = ATTEMPT_TIMEOUT_MS, signal } = {},
  ) => {
    const variables = { ...purchase, idempotencyKey: purchase.idempotencyKey ?? createIdempotencyKey() };
    const until = performance.now() + deadlineMs;
    return scope.run({ signal }, async (stop) => {
      for (let attempt = 1; ; attempt++) {
        const end = await once(execute, variables, { timeoutMs, signal: stop });
        const waitMs = end.again === undefined ? Infinity : backoffMs(attempt - 1, end.again.afterMs);
        if (attempt >= attemptsMax || performance.now() + waitMs > until) return end.settle();
        await pause(waitMs, stop);
      }
    });
  };
}

/** The end of one request: worth repeating or not, and how the purchase ends if it isn't repeated. */
interface AttemptEnd {
  readonly again: { readonly afterMs: number } | undefined;
  settle(): PurchaseResult;
}

async function once(
  execute: Execute,
  variables: PurchaseMutationVariables & { readonly idempotencyKey: string },
  options: CallOptions,
): Promise<AttemptEnd> {
  const { idempotencyKey } = variables;
  try {
    const { purchase } = await execute(PurchaseDocument, variables, options);
    const unfinished = purchase.__typename === 'InProgress' || purchase.__typename === 'Overloaded';
    return {
      again: unfinished ? { afterMs: purchase.retryAfterMs } : undefined,
      settle: () => ({ ...purchase, idempotencyKey }),
    };
  } catch (error) {
    if (!(error instanceof FlashSaleError)) throw error;
    const lost =
      error.kind === 'network' || error.kind === 'timeout' || GATEWAY_STATUSES.includes(error.status);
    return {
      again: lost ? { afterMs: 0 } : undefined,
      settle: () => {
        throw withKey(error, idempotencyKey);
      },
    };
  }
}

function withKey(error: FlashSaleError, idempotencyKey: string): FlashSaleError {
  const { message, kind, code, requestId, status, errors } = error;
  return new FlashSaleError(message, {
    kind,
    code,
    requestId,
    status,
    errors,
    idempotencyKey,
    cause: error.cause,
  });
}
