import type { LateEnds } from '../domain/late-end.ts';
import type { PubSub } from '../realtime/pub-sub.ts';
import type { Figures } from './figures.ts';

/** Counts ends that came after the answer, and tells whoever waits for them on any replica. */
export function createLateEnds(deps: {
  figures: Figures;
  pubSub: PubSub;
  onError: (error: unknown) => void;
}): LateEnds {
  const ended: string[] = [];
  // The purchases of a group end together: one message tells of all of them.
  const tell = (): void => deps.pubSub.publish('reservationsEnded', { reservationIds: ended.splice(0) });
  return {
    record({ request, figure, latencyMs }) {
      const { saleId, epoch, strategy, quantity, orderId } = request;
      deps.figures.record({ saleId, epoch, strategy, quantity, figure, latencyMs });
      if (ended.push(orderId) === 1) setImmediate(tell);
    },
    failed: deps.onError,
  };
}
