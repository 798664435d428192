import { useQuery } from 'urql';
import { useCallback } from 'react';
import { chooseSale } from '../../lab/report/facts/choose-sale.ts';
import { LiveSetupDocument } from '../../schema/generated/operations.ts';
import { saleOf } from '../lib/route.ts';
import { useKept } from '../lib/use-kept.ts';
import { useHealth } from './use-health.ts';
import type { Health, Sale, StrategyInfo } from '../lib/model.ts';

/** What changes rarely: the sale, the strategies; and the stores. Null until the server has said it. */
export interface Setup {
  readonly health: Health | null;
  /** Null as well where the address asks for a sale that there is not. */
  readonly sale: Sale | null;
  /** All sales, the one that is shown among them. */
  readonly sales: readonly Sale[];
  /** The sale that the address asks for, when the server has none of that number: nothing else stands in for it. */
  readonly missing: string | null;
  readonly strategies: readonly StrategyInfo[];
  /** False while nothing is known yet. */
  readonly loaded: boolean;
  refresh(this: void): void;
}

const NONE: readonly Sale[] = [];

/** The sale named by `?sale=`; where none is named the first lab sale, else the first. */
export function useSetup(): Setup {
  const [result, execute] = useQuery({ query: LiveSetupDocument, variables: {} });
  const data = useKept(result.data);
  const refresh = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const sales = data?.sales ?? NONE;
  const { sale, missing } = chooseSale(sales, saleOf(location.search));
  const strategies = (data?.strategies ?? []).filter(({ safe }) => safe || sale?.mode === 'LAB');
  const loaded = data !== undefined;
  const health = useHealth();
  return { health, sale, sales, missing: loaded ? missing : null, strategies, loaded, refresh };
}
