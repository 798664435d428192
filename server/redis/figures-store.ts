import { serverOf, type RedisClient } from './client.ts';
import { figureKeys } from './keys.ts';
import { loadScript, parseInteger } from './script.ts';

const mergeFigures = loadScript('mergeFigures-2', parseInteger);
const KEEP_SECONDS = 7 * 24 * 3_600;

/** One replica's new figures of a sale since its last flush. */
export interface FiguresFlush {
  readonly replicaId: string;
  /** Rises by one with each flush of this replica, so that a flush sent twice counts once. */
  readonly flush: number;
  readonly requests: number;
  readonly orders: number;
  /** Counters to add, and maxima under fields that end in ":max". */
  readonly fields: ReadonlyMap<string, number>;
}

/** Totals of all replicas. */
export interface FiguresTotals {
  readonly fields: ReadonlyMap<string, number>;
  readonly requestsPerSecond: number;
  readonly ordersPerSecond: number;
}

/** Adds a flush to the totals. Throws when Redis can't be reached: flush again later with the same number. */
export async function addFigures(
  redis: RedisClient,
  sale: { saleId: string; epoch: number },
  flush: FiguresFlush,
): Promise<void> {
  const keys = figureKeys(sale.saleId, sale.epoch);
  const head = [flush.replicaId, flush.flush, flush.requests, flush.orders, KEEP_SECONDS];
  await mergeFigures.run(redis, [keys.totals, keys.rates], [...head, ...[...flush.fields].flat()]);
}

/** Reads the totals of an epoch, with rates over the last whole second of Redis' clock. */
export async function readFigures(
  redis: RedisClient,
  sale: { saleId: string; epoch: number },
): Promise<FiguresTotals> {
  const keys = figureKeys(sale.saleId, sale.epoch);
  // Before anything is asked: where no node keeps the slot this throws, and nobody would hear of the rest.
  const keeper = serverOf(redis, keys.rates);
  const [totals, ring, time] = await Promise.all([
    redis.hgetall(keys.totals),
    redis.hgetall(keys.rates),
    keeper.time(),
  ]);
  const nowSlot = Math.floor((Number(time[0]) * 1_000 + Number(time[1]) / 1_000) / 100);
  let requests = 0;
  let orders = 0;
  for (let slot = 0; slot < 20; slot += 1) {
    const age = nowSlot - Number(ring[`at${slot}`] ?? Number.NaN);
    if (age >= 0 && age < 10) {
      requests += Number(ring[`requests${slot}`]);
      orders += Number(ring[`orders${slot}`]);
    }
  }
  const fields = new Map(Object.entries(totals).map(([field, value]) => [field, Number(value)]));
  return { fields, requestsPerSecond: requests, ordersPerSecond: orders };
}
