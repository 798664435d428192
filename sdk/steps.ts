import {
  CloseStepSessionDocument,
  ExploreInterleavingsDocument,
  type ExploreInterleavingsMutation,
  type ExploreInterleavingsMutationVariables,
  OpenStepSessionDocument,
  StepBuyerDocument,
  type StepBuyerMutationVariables,
  StepSessionDocument,
  type StepInput,
  type StepSessionFieldsFragment,
} from '../schema/generated/operations.ts';
import type { Execute } from './http.ts';
import type { CallOptions } from './options.ts';

/** An exploration takes a minute at most, and says so itself when that was not enough. */
const EXPLORE_TIMEOUT_MS = 90_000;

/** Purchases one statement at a time. All need the admin token; all throw FlashSaleError. */
export interface StepCalls {
  /** Begins a purchase for each buyer; each stops before its first statement, or behind the turns of `schedule`. */
  open(input: StepInput, options?: CallOptions): Promise<StepSessionFieldsFragment>;
  /** Lets the buyer's next statement run. Answers when it has an answer, or is seen waiting for a lock. */
  step(
    sessionId: string,
    buyer: StepBuyerMutationVariables['buyer'],
    options?: CallOptions,
  ): Promise<StepSessionFieldsFragment>;
  /** Null when there is no such session, or nobody has touched it for two minutes. */
  session(id: string, options?: CallOptions): Promise<StepSessionFieldsFragment | null>;
  /** False when it was closed before. */
  close(sessionId: string, options?: CallOptions): Promise<boolean>;
  /** Runs every order of two buyers' statements: 400 of them at most, and for a minute at most. It says whether those were all. */
  explore(
    strategy: ExploreInterleavingsMutationVariables['strategy'],
    options?: CallOptions,
  ): Promise<ExploreInterleavingsMutation['exploreInterleavings']>;
}

/** The step-through over `execute`. */
export function createStepCalls(execute: Execute): StepCalls {
  return {
    open: async (input, options) =>
      (await execute(OpenStepSessionDocument, { input }, options)).openStepSession,
    step: async (sessionId, buyer, options) =>
      (await execute(StepBuyerDocument, { sessionId, buyer }, options)).stepBuyer,
    session: async (id, options) => (await execute(StepSessionDocument, { id }, options)).stepSession,
    close: async (sessionId, options) =>
      (await execute(CloseStepSessionDocument, { sessionId }, options)).closeStepSession,
    explore: async (strategy, options) => {
      const call = { timeoutMs: EXPLORE_TIMEOUT_MS, ...options };
      return (await execute(ExploreInterleavingsDocument, { strategy }, call)).exploreInterleavings;
    },
  };
}
