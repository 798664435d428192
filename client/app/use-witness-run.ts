import { useQuery } from 'urql';
import { useEffect } from 'react';
import { WitnessLatestDocument, WitnessRunDocument } from '../../schema/generated/operations.ts';
import type { WitnessRun } from '../lib/model.ts';
import { useLinkState } from '../lib/services.ts';
import { useKept } from '../lib/use-kept.ts';

/** A run that may have witnesses. */
export interface WitnessChoice {
  readonly run: WitnessRun | null;
  /** False until the server has said it. */
  readonly loaded: boolean;
}

/** The run of this id; without one, the latest that oversold. Asked for once, and again where the first try found no server. */
export function useWitnessRun(id: string | null): WitnessChoice {
  const [latest, askLatest] = useQuery({ query: WitnessLatestDocument, pause: id !== null });
  const [named, askNamed] = useQuery({
    query: WitnessRunDocument,
    variables: { id: id ?? '' },
    pause: id === null,
  });
  const data = useKept(id === null ? latest.data : named.data);
  const { opened } = useLinkState();
  const missing = data === undefined && !latest.fetching && !named.fetching;
  useEffect(() => {
    if (opened > 0 && missing) (id === null ? askLatest : askNamed)({ requestPolicy: 'network-only' });
  }, [opened, missing, id, askLatest, askNamed]);
  if (data === undefined) return { run: null, loaded: false };
  return { run: ('attack' in data ? data.attack : data.attacks[0]) ?? null, loaded: true };
}
