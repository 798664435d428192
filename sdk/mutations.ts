import {
  type AttackInput,
  LaunchAttackDocument,
  type LaunchAttackMutation,
  ResetSaleDocument,
  type ResetSaleMutation,
  type ResetSaleMutationVariables,
  StopAttackDocument,
  type StopAttackMutation,
  SyncRedisDocument,
  type SyncRedisMutation,
} from '../schema/generated/operations.ts';
import { createHoldMutations, type HoldMutations } from './hold.ts';
import type { Execute } from './http.ts';
import type { CallOptions } from './options.ts';
import { createPurchase, type Purchase } from './purchase.ts';
import { createSaleAdminMutations, type SaleAdminMutations } from './sale-admin.ts';
import type { Scope } from './scope.ts';

/** Every mutation of the API, by its name there. All throw FlashSaleError; all but `purchase` and the holds need the admin token. */
export interface Mutations extends HoldMutations, SaleAdminMutations {
  /**
   * Buys units for one buyer. Makes an idempotency key unless it is given one, and repeats with the same key while the
   * end is open: no answer, a gateway's 502 to 504, InProgress or Overloaded (not before `retryAfterMs`). When attempts
   * or time run out, the last InProgress or Overloaded is the result, and a lost connection is thrown, with the key.
   * PurchasePending is a result as well: `orderEnd` waits for what comes of it. An abort throws your signal's reason,
   * which knows no key: to find out how an aborted purchase ended, give it a createIdempotencyKey() of your own.
   */
  readonly purchase: Purchase;
  /** Begins a new epoch: stock put back, figures zeroed. Answers with the sale as it is then; a `resetId` resets once. */
  resetSale(
    variables: ResetSaleMutationVariables,
    options?: CallOptions,
  ): Promise<ResetSaleMutation['resetSale']>;
  /** Rebuilds the sale's counter in Redis from Postgres; safe under load. */
  syncRedis(saleId: string, options?: CallOptions): Promise<SyncRedisMutation['syncRedis']>;
  /** Starts an attack on the server's own API. Answers at once; `watchAttack` follows it to its verdict. */
  launchAttack(input: AttackInput, options?: CallOptions): Promise<LaunchAttackMutation['launchAttack']>;
  /** Ends an attack early; what it sent so far is still judged. */
  stopAttack(id: string, options?: CallOptions): Promise<StopAttackMutation['stopAttack']>;
}

/** The mutations over `execute`. */
export function createMutations(execute: Execute, scope: Scope): Mutations {
  return {
    purchase: createPurchase(execute, scope),
    ...createHoldMutations(execute, scope),
    ...createSaleAdminMutations(execute),
    resetSale: async (variables, options) => (await execute(ResetSaleDocument, variables, options)).resetSale,
    syncRedis: async (saleId, options) => (await execute(SyncRedisDocument, { saleId }, options)).syncRedis,
    launchAttack: async (input, options) =>
      (await execute(LaunchAttackDocument, { input }, options)).launchAttack,
    stopAttack: async (id, options) => (await execute(StopAttackDocument, { id }, options)).stopAttack,
  };
}
