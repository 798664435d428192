import { useQuery } from 'urql';
import { useEffect } from 'react';
import { LiveQueueDocument } from '../../schema/generated/operations.ts';
import { isUnderWay, type QueuedRun, type Run, type Wait } from '../lib/model.ts';

/** More than ever wait at once. */
const QUEUE_MAX = 100;

/** How often the queue is asked for while the run that is shown waits in it. */
const LOOK_AGAIN_MS = 2000;

/** Behind whom a run waits: those launched before it that have not ended. `queue` is newest first, of all sales. */
export function waitOf(queue: readonly QueuedRun[], id: string): Wait | null {
  const at = queue.findIndex((one) => one.id === id);
  const mine = queue[at];
  const ahead = mine === undefined ? [] : queue.slice(at + 1).filter(isUnderWay);
  const first = ahead.find(({ state }) => state === 'RUNNING') ?? ahead.at(-1);
  if (mine === undefined || first === undefined) return null;
  const { strategy, saleId } = first;
  return { strategy, saleId: saleId === mine.saleId ? null : saleId, more: ahead.length - 1 };
}

/** Asked for only while the run waits; null while it does not, or nobody knows. */
export function useWait(run: Pick<Run, 'id' | 'state'> | null): Wait | null {
  const waits = run !== null && run.state === 'QUEUED';
  const [{ data }, execute] = useQuery({
    query: LiveQueueDocument,
    variables: { first: QUEUE_MAX },
    pause: !waits,
  });
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => execute({ requestPolicy: 'network-only' }), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [waits, execute]);
  return waits && data !== undefined ? waitOf(data.attacks, run.id) : null;
}
