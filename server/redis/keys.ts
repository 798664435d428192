/**
 * Every key that the product writes. All keys of one sale share one hash tag, so that a script may touch them
 * together on a cluster. A gate carries its fence in its name: a replica that is behind writes into a key nobody reads.
 */
const tag = (saleId: string): string => `fs:{sale:${saleId}}`;

/** The gate of a sale under one fence. */
export function gateKeys(saleId: string, fence: number): { left: string; pending: string; moved: string } {
  const name = `${tag(saleId)}:f${fence}`;
  return { left: `${name}:left`, pending: `${name}:pending`, moved: `${name}:moved` };
}

/** The purchases of a sale under one fence that are written behind: the stream, and who is in it. */
export function streamKeys(saleId: string, fence: number): { stream: string; waiting: string } {
  return { stream: `${tag(saleId)}:f${fence}:stream`, waiting: `${tag(saleId)}:f${fence}:waiting` };
}

/** The reservation that a buyer's idempotency key was used for in that stream. */
export function purchaseKeyKey(saleId: string, fence: number, name: string): string {
  return `${tag(saleId)}:f${fence}:key:${name}`;
}

/**
 * Which sales have a stream that may hold purchases, or have their gate in shards: "<sale>/<fence>" each. On a cluster
 * such a list has parts.
 */
export function listKey(name: 'streams' | 'sharded', part: number | null): string {
  return part === null ? `fs:${name}` : `fs:{${part}}:${name}`;
}

/** What is known of a reservation by its id alone. */
export function reservationKey(reservationId: string): string {
  return `fs:reservation:${reservationId}`;
}

/** The lock of a sale, and the highest number that was given out with it. */
export function lockKeys(saleId: string): { lock: string; highest: string } {
  return { lock: `${tag(saleId)}:lock`, highest: `${tag(saleId)}:lock:highest` };
}

/** The figures of a sale in one epoch. */
export function figureKeys(saleId: string, epoch: number): { totals: string; rates: string } {
  return { totals: `${tag(saleId)}:e${epoch}:figures`, rates: `${tag(saleId)}:e${epoch}:rates` };
}

/** What stands before a buyer's id in the count of its requests. */
export const BUYER_RATE_PREFIX = 'fs:rate';

/** One channel carries every message between replicas. Keys of a numbered database are its own, channels are not. */
export function channelOf(database: number): string {
  return database === 0 ? 'fs:topics' : `fs:topics:${database}`;
}

/** Which life of the Redis server the gates were built in. On a cluster each master has its own, in one of its slots. */
export function guardKey(part: number | null): string {
  return part === null ? 'fs:guard' : `fs:{${part}}:guard`;
}

/** On which node of a cluster the gate of a sale was, when it was last seen to have moved. */
export function nodeKey(saleId: string): string {
  return `${tag(saleId)}:node`;
}

/** How many units a reservation took from a shard that had fewer than it wanted. */
export function partKey(saleId: string, fence: number, reservationId: string): string {
  return `${tag(saleId)}:f${fence}:part:${reservationId}`;
}

/** Says that units which came back to a gate were counted. */
export function creditKey(saleId: string, fence: number, id: string): string {
  return `${tag(saleId)}:f${fence}:credit:${id}`;
}
