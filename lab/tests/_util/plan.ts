import type { AttackPlan } from '../../generator/protocol.ts';

/** A small attack on `url`; what a test is about it says itself. */
export const planFor = (url: string, changes: Partial<AttackPlan> = {}): AttackPlan => ({
  url,
  saleId: '1',
  strategy: 'NO_LOCK',
  requests: 20,
  concurrency: 4,
  seed: 7,
  model: 'CLOSED',
  ...changes,
});
