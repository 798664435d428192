import { purchaseStrategies, type PurchaseStrategy } from '../../schema/generated/enums.ts';

const FIELDS = ['requests', 'concurrency', 'stock', 'raceWindowMs'] as const;

/** An attack that an address asks to prepare. What it does not name is as usual. */
export interface Wish {
  readonly strategy: PurchaseStrategy | null;
  readonly fields: Readonly<Partial<Record<(typeof FIELDS)[number], string>>>;
  /** The buyers of an earlier run; null for others. */
  readonly seed: number | null;
}

/** The path of the Live page with the attack of a run prepared, for another strategy. */
export function wishPath(
  strategy: PurchaseStrategy,
  run: Readonly<Record<(typeof FIELDS)[number] | 'seed', number>>,
): string {
  const values = [...FIELDS, 'seed' as const].map((name) => [name, String(run[name])]);
  return `/?${new URLSearchParams([['strategy', strategy], ...values]).toString()}`;
}

/** The wish in an address. Fields are text, to be judged where they are shown. */
export function readWish(search: string): Wish {
  const given = new URLSearchParams(search);
  const strategy = given.get('strategy');
  const seed = given.get('seed');
  return {
    strategy: purchaseStrategies.find((name) => name === strategy) ?? null,
    fields: Object.fromEntries(
      FIELDS.flatMap((name) => {
        const text = given.get(name);
        return text === null ? [] : [[name, text]];
      }),
    ),
    seed: seed !== null && /^\d{1,10}$/.test(seed) ? Number(seed) : null,
  };
}
