import { useQuery } from 'urql';
import { useCallback, useEffect, useMemo } from 'react';
import { ComparedRunsDocument } from '../../schema/generated/operations.ts';
import type { ComparedRun } from '../lib/model.ts';
import { useLinkState } from '../lib/services.ts';
import { useKept } from '../lib/use-kept.ts';

/** As many as the server lists at once. */
const RUNS_MAX = 100;

/** The last runs on a sale, newest first. */
export interface ComparedRuns {
  readonly runs: readonly ComparedRun[];
  /** False until the first answer. */
  readonly loaded: boolean;
  refresh(this: void): void;
}

/** Asked for once, by `refresh`, and on every new connection. */
export function useComparedRuns(saleId: string | null): ComparedRuns {
  const [result, execute] = useQuery({
    query: ComparedRunsDocument,
    variables: { saleId: saleId ?? '', first: RUNS_MAX },
    pause: saleId === null,
  });
  const data = useKept(result.data);
  const { opened } = useLinkState();
  const refresh = useCallback(() => {
    if (saleId !== null) execute({ requestPolicy: 'network-only' });
  }, [saleId, execute]);
  useEffect(() => {
    if (opened > 1) refresh();
  }, [opened, refresh]);
  return { runs: useMemo(() => data?.attacks ?? [], [data]), loaded: data !== undefined, refresh };
}
