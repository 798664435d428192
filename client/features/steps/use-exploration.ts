import { useMutation } from 'urql';
import { useState } from 'react';
import { ExploreInterleavingsDocument } from '../../../schema/generated/operations.ts';
import { explain } from '../../lib/errors.ts';
import type { PurchaseStrategy } from '../../lib/model.ts';
import type { Exploration } from './model.ts';

/** What was found about each strategy since the page was opened. */
export interface Explorations {
  readonly found: Readonly<Partial<Record<PurchaseStrategy, Exploration>>>;
  /** The one that is being explored; null when none is. */
  readonly under: PurchaseStrategy | null;
  readonly error: string | null;
  explore(this: void, strategy: PurchaseStrategy): void;
}

/** Runs every order of two buyers' statements when asked. */
export function useExplorations(): Explorations {
  const [found, setFound] = useState<Explorations['found']>({});
  const [under, setUnder] = useState<PurchaseStrategy | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [, send] = useMutation(ExploreInterleavingsDocument);
  const run = async (strategy: PurchaseStrategy): Promise<void> => {
    setUnder(strategy);
    setError(null);
    const { data, error: refused } = await send({ strategy });
    setUnder(null);
    if (refused !== undefined) setError(explain(refused));
    if (data) setFound((before) => ({ ...before, [strategy]: data.exploreInterleavings }));
  };
  return { found, under, error, explore: (strategy) => void run(strategy) };
}
