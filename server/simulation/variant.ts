import type { Truth } from '../domain/truth.ts';
import type { StrategyDeps } from '../strategies/strategy.ts';
import { STRICT, type PostgresRules } from './books.ts';

/** What the gate's strategy stands on; a mutant replaces single steps. */
export type ProtocolDeps = Pick<StrategyDeps, 'gate' | 'groups' | 'truth'>;

/** The protocol, or a broken version of it. */
export interface Variant {
  readonly rules: PostgresRules;
  deps(deps: ProtocolDeps): ProtocolDeps;
  /** What the reaper asks; null for no reaper. */
  reaperTruth(truth: Truth): Pick<Truth, 'existing'> | null;
}

/** The protocol as it is. */
export const REAL: Variant = { rules: STRICT, deps: (deps) => deps, reaperTruth: (truth) => truth };
