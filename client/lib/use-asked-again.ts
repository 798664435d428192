import { useEffect } from 'react';
import type { UseQueryExecute } from 'urql';

/** Asks a query again every so often, past the cache, while somebody looks at the page; not at all while `paused`. */
export function useAskedAgain(execute: UseQueryExecute, everyMs: number, paused = false): void {
  useEffect(() => {
    if (paused) return;
    const timer = setInterval(() => {
      if (!document.hidden) execute({ requestPolicy: 'network-only' });
    }, everyMs);
    return () => clearInterval(timer);
  }, [execute, everyMs, paused]);
}
