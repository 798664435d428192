import { useQuery } from 'urql';
import { useEffect } from 'react';
import { LiveHealthDocument } from '../../schema/generated/operations.ts';
import type { Health } from '../lib/model.ts';
import { useKept } from '../lib/use-kept.ts';

/** How often the stores are asked for. */
const LOOK_AGAIN_MS = 3000;

/** Whether the stores answer, as of a moment ago; null until the server has said it. */
export function useHealth(): Health | null {
  const [{ data }, execute] = useQuery({ query: LiveHealthDocument, variables: {} });
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) execute({ requestPolicy: 'network-only' });
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [execute]);
  return useKept(data)?.health ?? null;
}
