import * as registered from './registered.ts';
import type { StrategyDefinition } from './strategy.ts';

/** The registered names, as they stand in the API's enum. */
export type StrategyName = keyof typeof registered;

/** Every strategy by its name. */
export const strategies: Readonly<Record<StrategyName, StrategyDefinition>> = Object.freeze({
  ...registered,
});

/** Names in alphabetical order. */
export const strategyNames = Object.keys(strategies).filter(isStrategyName).toSorted();

/** Taken when a purchase names none. */
export const DEFAULT_STRATEGY: StrategyName = 'REDIS_LUA';

/** Whether a text names a registered strategy. */
export function isStrategyName(name: string): name is StrategyName {
  return Object.hasOwn(registered, name);
}

export type { PurchaseStrategy, StrategyDefinition, StrategyDeps } from './strategy.ts';
