import { useQuery } from 'urql';
import { useEffect } from 'react';
import { LiveSaleStateDocument } from '../../schema/generated/operations.ts';
import type { Sale } from '../lib/model.ts';
import { useAskedAgain } from '../lib/use-asked-again.ts';

/** How often the state is asked for. */
const LOOK_AGAIN_MS = 2000;

/** Calls `refresh` when the sale is no longer in the state that is shown: the feed of figures does not tell that it was paused, closed or opened. */
export function useStateWatch(sale: Pick<Sale, 'id' | 'state'> | null, refresh: () => void): void {
  const id = sale?.id ?? null;
  const shown = sale?.state ?? null;
  const [{ data }, execute] = useQuery({
    query: LiveSaleStateDocument,
    variables: { id: id ?? '' },
    pause: id === null,
  });
  useAskedAgain(execute, LOOK_AGAIN_MS, id === null);
  useEffect(() => {
    const now = data?.sale?.state ?? null;
    // By the answer, not by its value: what is shown may be newer than the answer before.
    if (now !== null && now !== shown) refresh();
  }, [data, shown, refresh]);
}
