import {
  ConfirmHoldDocument,
  type ConfirmHoldMutation,
  HoldUnitsDocument,
  type HoldUnitsMutation,
  type HoldUnitsMutationVariables,
  ReleaseHoldDocument,
  type ReleaseHoldMutation,
} from '../schema/generated/operations.ts';
import type { Execute } from './http.ts';
import { createIdempotencyKey } from './idempotency-key.ts';
import { withKey } from './purchase.ts';
import { repeat, type RepeatOptions } from './repeat.ts';
import type { Scope } from './scope.ts';

/** How a wish to hold units ended, and the key that it was made with. */
export type HoldResult = HoldUnitsMutation['holdUnits'] & { readonly idempotencyKey: string };

/** A hold and whose it is: the `hold` of a UnitsHeld is one. */
export interface HeldBy {
  readonly id: string;
  readonly buyerId: string;
}

/** Buying in two steps, with a payment between them. All repeat what had no end yet, as `purchase` does. */
export interface HoldMutations {
  /** Puts units aside until `hold.expiresAt`. Makes an idempotency key unless it is given one. */
  holdUnits(wish: HoldUnitsMutationVariables, options?: RepeatOptions): Promise<HoldResult>;
  /** Makes the hold an order, once. HoldEnded is final: nothing is sold, so give the payment back. */
  confirmHold(hold: HeldBy, options?: RepeatOptions): Promise<ConfirmHoldMutation['confirmHold']>;
  /** Puts the units back on sale, once. */
  releaseHold(hold: HeldBy, options?: RepeatOptions): Promise<ReleaseHoldMutation['releaseHold']>;
}

/** Holds over `execute`. */
export function createHoldMutations(execute: Execute, scope: Scope): HoldMutations {
  return {
    async holdUnits(wish, options) {
      const idempotencyKey = wish.idempotencyKey ?? createIdempotencyKey();
      const variables = { ...wish, idempotencyKey };
      const ask = async (call: RepeatOptions) =>
        (await execute(HoldUnitsDocument, variables, call)).holdUnits;
      return { ...(await withKey(idempotencyKey, () => repeat(scope, ask, options))), idempotencyKey };
    },
    confirmHold: ({ id, buyerId }, options) =>
      repeat(
        scope,
        async (call) => (await execute(ConfirmHoldDocument, { id, buyerId }, call)).confirmHold,
        options,
      ),
    releaseHold: ({ id, buyerId }, options) =>
      repeat(
        scope,
        async (call) => (await execute(ReleaseHoldDocument, { id, buyerId }, call)).releaseHold,
        options,
      ),
  };
}
