import type { Contestant } from '../measure/rounds.ts';
import type { Setting } from '../setting/setting.ts';
import { startWorker } from '../setting/worker.ts';
import { nextRun } from './buyers.ts';

/** As the tables have it. */
export const SINGLE_ORDER = 'single-order transaction';

const CONNECTIONS = [1, 4, 20] as const;

/** BEGIN, UPDATE, INSERT, COMMIT on bare `pg`, with as many connections as are quickest here. */
export interface SingleOrder extends AsyncDisposable {
  readonly contestant: Contestant;
  /** In words. */
  readonly note: string;
}

/** Tries one, four and twenty connections, and keeps the best. */
export async function openSingleOrder({ stores, books }: Setting, seconds: number): Promise<SingleOrder> {
  const worker = await startWorker('byHand', { databaseUrl: stores.databaseUrl });
  const saleId = await books.openSale();
  const rateWith = async (connections: number): Promise<number> => {
    const way = { way: 'single', saleId, run: nextRun(), connections, atOnce: connections } as const;
    const { result } = await worker.run({ ...way, seconds });
    return result.done / result.seconds;
  };
  let best = { connections: 0, rate: 0 };
  for (const connections of CONNECTIONS) {
    const rate = await rateWith(connections);
    if (rate > best.rate) best = { connections, rate };
  }
  return {
    contestant: { name: SINGLE_ORDER, measure: () => rateWith(best.connections) },
    note: `Single orders were quickest on ${best.connections} of ${CONNECTIONS.join(', ')} connections.`,
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}
