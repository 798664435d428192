import { useEffect, useState } from 'react';
import type { PurchaseStrategy } from '../lib/model.ts';
import type { SaleData } from './use-sale.ts';

/** Where nothing has run yet: the strategy that a purchase gets when it names none. */
const USUAL: PurchaseStrategy = 'REDIS_LUA';

/** The chosen strategy: at first the wished one, else that of the last run. Later runs, of others too, leave the choice alone. */
export function useChoice(
  data: Pick<SaleData, 'strategies' | 'runs' | 'runsLoaded'>,
  wished: PurchaseStrategy | null,
): readonly [PurchaseStrategy | null, (strategy: PurchaseStrategy) => void] {
  const { strategies, runs, runsLoaded } = data;
  const [chosen, choose] = useState<PurchaseStrategy | null>(null);
  useEffect(() => {
    if (chosen !== null || !runsLoaded) return;
    const known = strategies.map(({ strategy }) => strategy);
    const last = wished ?? runs[0]?.strategy ?? USUAL;
    // Somebody may have chosen between this render and now.
    choose((now) => now ?? (known.includes(last) ? last : (known[0] ?? null)));
  }, [chosen, wished, runsLoaded, runs, strategies]);
  return [chosen, choose];
}
