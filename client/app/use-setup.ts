import { useQuery } from 'urql';
import { useCallback } from 'react';
import { LiveSetupDocument } from '../../schema/generated/operations.ts';
import { useKept } from '../lib/use-kept.ts';
import type { Health, Sale, StrategyInfo } from '../lib/model.ts';

/** What changes rarely: the stores, the sale, the strategies. Null until the server has said it. */
export interface Setup {
  readonly health: Health | null;
  readonly sale: Sale | null;
  readonly strategies: readonly StrategyInfo[];
  /** False while nothing is known yet. */
  readonly loaded: boolean;
  refresh(this: void): void;
}

/** The sale named by `?sale=`, else the first lab sale, else the first. */
export function useSetup(): Setup {
  const [result, execute] = useQuery({ query: LiveSetupDocument, variables: {} });
  const data = useKept(result.data);
  const refresh = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const sales = data?.sales ?? [];
  const wanted = new URLSearchParams(location.search).get('sale');
  const sale =
    sales.find(({ id }) => id === wanted) ?? sales.find(({ mode }) => mode === 'LAB') ?? sales[0] ?? null;
  const strategies = (data?.strategies ?? []).filter(({ safe }) => safe || sale?.mode === 'LAB');
  return { health: data?.health ?? null, sale, strategies, loaded: data !== undefined, refresh };
}
