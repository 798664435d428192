import {
  PurchaseDocument,
  type PurchaseMutation,
  type PurchaseMutationVariables,
} from '../schema/generated/operations.ts';
import { FlashSaleError } from './error.ts';
import type { Execute } from './http.ts';
import { createIdempotencyKey } from './idempotency-key.ts';
import { repeat, type RepeatOptions } from './repeat.ts';
import type { Scope } from './scope.ts';

/** How one purchase ended. Every expected end is a value: `switch` on its `__typename`. */
export type PurchaseResult = PurchaseMutation['purchase'] & {
  /** The key that it was made with. The same key with the same purchase never buys twice. */
  readonly idempotencyKey: string;
};

/** How hard a purchase tries. */
export type PurchaseOptions = RepeatOptions;

/** Buys units for one buyer. See FlashSaleClient.purchase. */
export type Purchase = (
  purchase: PurchaseMutationVariables,
  options?: PurchaseOptions,
) => Promise<PurchaseResult>;

/** A purchase over `execute` that repeats with the same key what had no end yet. */
export function createPurchase(execute: Execute, scope: Scope): Purchase {
  return async (purchase, options) => {
    const variables = { ...purchase, idempotencyKey: purchase.idempotencyKey ?? createIdempotencyKey() };
    const { idempotencyKey } = variables;
    const ask = async (call: PurchaseOptions) => (await execute(PurchaseDocument, variables, call)).purchase;
    const result = await withKey(idempotencyKey, () => repeat(scope, ask, options));
    return { ...result, idempotencyKey };
  };
}

/** Says in a FlashSaleError by which key the operation can be asked again. */
export async function withKey<Answer>(key: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FlashSaleError)) throw error;
    const { message, kind, code, requestId, status, errors, cause } = error;
    throw new FlashSaleError(message, { kind, code, requestId, status, errors, cause, idempotencyKey: key });
  }
}
