import type { AttackState, PurchaseStrategy } from '../../../schema/generated/enums.ts';
import { isUnderWay } from './under-way.ts';

/** What runs must have in common to be compared. */
export interface Load {
  readonly requests: number;
  readonly concurrency: number;
  /** Null under the CLOSED model. */
  readonly targetRequestsPerSecond: number | null;
  readonly stock: number;
}

/** What is read of a run. */
interface LoadedRun extends Load {
  readonly state: AttackState;
}

/** Runs under one load. */
export interface LoadRuns<T> {
  /** Names the load among the others. */
  readonly key: string;
  readonly load: Load;
  /** Those that have ended, the oldest first. */
  readonly runs: readonly T[];
}

/** The same for equal loads. */
export const keyOf = ({ requests, concurrency, targetRequestsPerSecond, stock }: Load): string =>
  [requests, concurrency, targetRequestsPerSecond ?? 'closed', stock].join('-');

/** Runs by their load, the load that ran last first. `runs` are newest first. */
export function loadsOf<T extends LoadedRun>(runs: readonly T[]): readonly LoadRuns<T>[] {
  const found = new Map<string, { load: Load; runs: T[] }>();
  for (const run of runs) {
    if (isUnderWay(run)) continue;
    const { requests, concurrency, targetRequestsPerSecond, stock } = run;
    const load = { requests, concurrency, targetRequestsPerSecond, stock };
    const known = found.get(keyOf(load)) ?? { load, runs: [] };
    known.runs.unshift(run);
    found.set(keyOf(load), known);
  }
  return Array.from(found, ([key, each]) => ({ key, ...each }));
}

/** The load to show: the wished one, else the last under which more than one strategy ran, else the last. */
export function shownLoad<T extends { readonly strategy: PurchaseStrategy }>(
  loads: readonly LoadRuns<T>[],
  wished: string | null,
): LoadRuns<T> | null {
  const isComparison = ({ runs }: LoadRuns<T>): boolean =>
    new Set(runs.map(({ strategy }) => strategy)).size > 1;
  return loads.find(({ key }) => key === wished) ?? loads.find(isComparison) ?? loads[0] ?? null;
}
