import { createExecute, type Execute } from './http.ts';
import { createMutations, type Mutations } from './mutations.ts';
import { checkOptions, type ClientOptions } from './options.ts';
import { createOrderEnd, type WaitForOrderEnd } from './order-end.ts';
import { createQueries, type Queries } from './queries.ts';
import { createScope } from './scope.ts';
import { createStepCalls, type StepCalls } from './steps.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';

/** A client of one flash-sale server: a method for each operation of its API. */
export interface FlashSaleClient extends Queries, Mutations, Subscriptions, AsyncDisposable {
  /** Runs any typed document, your own included. */
  readonly execute: Execute;
  /**
   * Waits until a purchase that was answered PurchasePending has ended, and answers with the end: for a minute unless
   * `timeoutMs` says otherwise. Rejects with a FlashSaleError when nobody knows of the reservation.
   */
  readonly orderEnd: WaitForOrderEnd;
  /** Two or three buyers, one statement at a time. */
  readonly steps: StepCalls;
  /** Ends every call and feed that is under way, and the connections. The client can't be used after that. */
  close(): Promise<void>;
}

/**
 * A client for Node (20.19 or later) and browsers. Opens nothing until it is used. Throws a TypeError for options that no
 * call could be made with.
 *
 * ```ts
 * await using client = createClient({ url: 'http://127.0.0.1:4000/graphql' });
 * const result = await client.purchase({ saleId: '1', buyerId: 'ada' });
 * ```
 */
export function createClient(options: ClientOptions): FlashSaleClient {
  checkOptions(options);
  const scope = createScope(options.timeoutMs);
  const execute = createExecute(options, scope);
  const { close: closeSubscriptions, ...subscriptions } = createSubscriptions(options);
  const close = async (): Promise<void> => {
    scope.close();
    await closeSubscriptions();
  };
  return {
    execute,
    ...createQueries(execute),
    ...createMutations(execute, scope),
    steps: createStepCalls(execute),
    ...subscriptions,
    orderEnd: createOrderEnd(subscriptions.watchOrder, scope),
    close,
    [Symbol.asyncDispose]: close,
  };
}
