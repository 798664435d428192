import { Problem } from '../domain/problem.ts';
import type { PurchaseInput } from '../domain/purchase-input.ts';
import type { Sale } from '../domain/sale.ts';
import { isStrategyName, strategies, type StrategyName } from '../strategies/index.ts';
import { requireBuyer, type Caller } from './identity.ts';

/** Who may buy how: on a LIVE sale only a signed-in buyer for itself, and only by a safe strategy. Throws a Problem. */
export function admit(input: PurchaseInput, sale: Sale, caller: Caller): StrategyName {
  if (!isStrategyName(input.strategy))
    throw new Problem('BAD_USER_INPUT', `No strategy is called ${input.strategy}.`);
  if (sale.mode === 'LAB') return input.strategy;
  if (!strategies[input.strategy].safe) {
    throw new Problem('FORBIDDEN', `${input.strategy} oversells on purpose: it runs on LAB sales only.`);
  }
  if (requireBuyer(caller) !== input.buyerId)
    throw new Problem('FORBIDDEN', 'buyerId must be the buyer that your token names.');
  return input.strategy;
}
