import type { PurchaseRequest } from '../domain/purchase.ts';
import type { RedisClient } from './client.ts';
import { LEASE_MAX_MS, type GateAnswer } from './gate.ts';
import { gateKeys, purchaseKeyKey, streamKeys } from './keys.ts';
import { KEEP_MS, type ReservationEnd } from './reservations.ts';
import { createSaleList } from './sale-list.ts';
import { loadScript, parsePair, parseTriple } from './script.ts';

const GROUP = 'writers';

const append = loadScript('append-5', parseTriple);
const finish = loadScript('finish-5', parsePair);

/** The script that takes units and appends, as Redis runs it: shown by the explainer. */
export const appendSource = append.source;

/** The stream of a sale under one fence. */
export interface StreamName {
  readonly saleId: string;
  readonly fence: number;
}

/** A purchase that waits to be written. */
export interface StreamEntry {
  readonly entryId: string;
  readonly request: PurchaseRequest;
}

/** `known`: the key was used before, for the same purchase or for another. */
export type Appended =
  GateAnswer | { readonly kind: 'known'; readonly reservationId: string; readonly isSame: boolean };

/** How it ended: sold, or refused because the units are not there, or for another reason, so that they go back to the gate. */
export type StreamEnd =
  { readonly kind: 'sold' } | { readonly kind: 'gone' | 'back'; readonly end: ReservationEnd };

/** The purchases of each sale that are written behind. Every method throws when Redis can't be reached. */
export interface PurchaseStream {
  append(request: PurchaseRequest): Promise<Appended>;
  /** Purchases that no writer has taken yet: from now on they are this one's. */
  read(name: StreamName, countMax: number): Promise<StreamEntry[]>;
  /** Purchases that a writer, this one included, took longer ago than that and has not finished. */
  claim(name: StreamName, idleMs: number, countMax: number): Promise<StreamEntry[]>;
  /**
   * Takes it out. How long it was in the stream, ms; null when it is not there any more, or is refused by who does not
   * have it any more: a refusal counts for as long as nobody else may be selling it.
   */
  finish(entry: StreamEntry, end: StreamEnd): Promise<number | null>;
  /** Streams that may hold something. */
  list(): Promise<StreamName[]>;
  /** Forgets a stream of an old fence, if it is empty. */
  retire(name: StreamName): Promise<void>;
}

/** Streams on one connection. `writer` is the name of who reads here. */
export function createPurchaseStream(redis: RedisClient, writer: string): PurchaseStream {
  const streams = createSaleList(redis, 'streams');
  const listed = new Set<string>();
  const keyOf = (name: StreamName): string => streamKeys(name.saleId, name.fence).stream;

  /** Before anything is in it: who dies with a purchase in a stream that nobody knows of leaves it there. */
  async function list({ saleId, fence }: StreamName): Promise<void> {
    const member = `${saleId}/${fence}`;
    if (listed.has(member)) return;
    await streams.add({ saleId, fence });
    listed.add(member);
  }

  return {
    async append({ spans: _spans, ...request }) {
      const { orderId, quantity, fingerprint } = request;
      const args = [orderId, quantity, LEASE_MAX_MS, fingerprint ?? '', KEEP_MS, JSON.stringify(request)];
      const [[code, number, id]] = await Promise.all([
        append.run(redis, keysOf(request), args),
        list(request),
      ]);
      if (code === 2) return { kind: 'known', reservationId: id, isSame: number === 1 };
      if (code === 1) return { kind: 'reserved', left: number };
      return code === 0 ? { kind: 'empty', pending: number } : { kind: 'absent' };
    },
    async read(name, countMax) {
      const key = keyOf(name);
      const reply = await redis
        .xreadgroup('GROUP', GROUP, writer, 'COUNT', countMax, 'STREAMS', key, '>')
        .catch(noneWithoutStream);
      return entriesOf(reply).map(parseEntry);
    },
    async claim(name, idleMs, countMax) {
      const reply = await redis
        .xautoclaim(keyOf(name), GROUP, writer, idleMs, '0-0', 'COUNT', countMax)
        .catch(noneWithoutStream);
      const [, entries = []] = (reply ?? []) as [string, (RawEntry | null)[]?];
      return entries.flatMap((entry) => (entry === null ? [] : [parseEntry(entry)]));
    },
    async finish({ entryId, request }, end) {
      const refusal = end.kind === 'sold' ? '' : JSON.stringify(end.end);
      const args = [request.orderId, request.quantity, entryId, writer, end.kind, refusal];
      const [code, ageMs] = await finish.run(redis, keysOf(request), args);
      return code === 1 ? ageMs : null;
    },
    list: () => streams.all(),
    async retire({ saleId, fence }) {
      const { stream } = streamKeys(saleId, fence);
      if ((await redis.xlen(stream)) > 0) return;
      await streams.remove({ saleId, fence });
      listed.delete(`${saleId}/${fence}`);
      await redis.unlink(stream);
    },
  };
}

type RawEntry = [id: string, fields: [name: string, json: string]];

function parseEntry([entryId, [, json]]: RawEntry): StreamEntry {
  return { entryId, request: JSON.parse(json) as PurchaseRequest };
}

/** [[stream, entries]], or as a flattened map [stream, entries]; null for none. */
function entriesOf(reply: unknown): RawEntry[] {
  if (!Array.isArray(reply)) return [];
  const [first, second] = reply as [unknown, unknown];
  return (Array.isArray(first) ? first[1] : second) as RawEntry[];
}

/** The stream is not there: nothing was appended to it, or Redis was flushed. */
function noneWithoutStream(error: unknown): null {
  if (error instanceof Error && error.message.startsWith('NOGROUP')) return null;
  throw error;
}

function keysOf({ saleId, fence, buyerId, key, orderId }: PurchaseRequest): string[] {
  const { left, pending } = gateKeys(saleId, fence);
  const { stream, waiting } = streamKeys(saleId, fence);
  // Without a key the name is one that nothing is ever written under.
  const known = purchaseKeyKey(saleId, fence, key === null ? orderId : `${buyerId} ${key}`);
  return [left, pending, stream, known, waiting];
}
