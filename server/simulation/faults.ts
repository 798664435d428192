import type { Random } from './random.ts';

/** What can go wrong by itself, besides a replica that dies at a step. */
export const FAULTS = [
  'redis refuses',
  'redis request lost',
  'redis reply lost',
  'redis command twice',
  'redis command late',
  'redis killed',
  'redis emptied',
  'redis rolled back',
  'redis key lost',
  'redis units lost',
  'redis frozen',
  'redis cut off',
  'postgres refuses',
  'postgres request lost',
  'postgres request late',
  'postgres reply lost',
  'commit reply lost',
  'postgres aborts',
  'postgres commits late',
  'postgres killed',
  'postgres cut off',
  'answer lost',
  'message lost',
] as const;

/** One of them. */
export type Fault = (typeof FAULTS)[number];

/** How likely each is; what is not named does not happen. */
export type Rates = Partial<Record<Fault, number>>;

/** Chance, and a count of what it brought. */
export interface Faults {
  /** Whether this goes wrong now. */
  strikes(fault: Fault): boolean;
  /** Counts one that was planned. */
  count(name: string): void;
  /** From now on nothing goes wrong. */
  end(): void;
  readonly counts: ReadonlyMap<string, number>;
}

/** Faults at these rates. */
export function createFaults(random: Random, rates: Rates): Faults {
  const counts = new Map<string, number>();
  let over = false;
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  return {
    strikes(fault) {
      const rate = rates[fault] ?? 0;
      if (over || rate === 0 || !random.chance(rate)) return false;
      count(fault);
      return true;
    },
    count,
    end: () => void (over = true),
    counts,
  };
}
