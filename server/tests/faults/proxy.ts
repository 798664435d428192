import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { elapse } from './clock.ts';
import { lineTo, type Line } from './proxy-line.ts';

/** What a proxy does with connections. `hole`: taken, and nothing sent on in either direction, which nobody is told. */
export type Toxic = 'none' | 'hole' | 'reset';

/** A TCP proxy in front of a store: clients keep one address while the store behind it dies, moves and misbehaves. */
export interface Proxy extends AsyncDisposable {
  readonly port: number;
  /** Where new connections lead from now on. */
  lead(port: number): void;
  /** Adds a toxic. Back at `none`, connections that lost bytes in a hole are cut: they could never go on. */
  poison(toxic: Toxic): void;
  /** Holds each chunk of either direction back for so long; 0 for not at all. */
  slow(ms: number): void;
  /** Nobody listens any more, as on a machine whose store is down; `listen` ends it. What is open is cut. */
  refuse(): Promise<void>;
  listen(): Promise<void>;
  /** Whatever is open now falls silent for ever, and is never closed by us: the network forgot it. */
  forget(): void;
  /** Resets every connection. */
  cut(): void;
  /**
   * The next answer to a request that holds `text` is thrown away and its connection reset. Resolves when that was done,
   * or when nobody has asked for it in five seconds.
   */
  loseReplyTo(text: string): Promise<void>;
}

interface Pair {
  readonly toClient: Line;
  readonly toStore: Line;
  readonly client: Socket;
  readonly store: Socket;
  /** Bytes were swallowed. */
  torn: boolean;
  /** Bytes are swallowed for ever. */
  forgotten: boolean;
  /** The next answer is to be lost. */
  doomed: boolean;
}

/** Opens one on a free port of 127.0.0.1. */
export async function openProxy(): Promise<Proxy> {
  const pairs = new Set<Pair>();
  const ambush = createAmbush();
  const state = { port: 0, target: 0, toxic: 'none' as Toxic, lateMs: 0 };

  const cutPair = (pair: Pair): void => {
    pairs.delete(pair);
    pair.client.resetAndDestroy();
    pair.store.destroy();
  };
  const fromClient = (pair: Pair, bytes: Buffer): void => {
    if (pair.forgotten) return;
    if (state.toxic === 'hole') return void (pair.torn = true);
    if (ambush.awaits(bytes)) pair.doomed = true;
    pair.toStore.send(bytes, state.lateMs);
  };
  const fromStore = (pair: Pair, bytes: Buffer): void => {
    if (pair.forgotten) return;
    if (state.toxic === 'hole') return void (pair.torn = true);
    if (!pair.doomed) return pair.toClient.send(bytes, state.lateMs);
    cutPair(pair);
    ambush.sprung();
  };
  const server = createServer({ noDelay: true }, (client) => {
    client.on('error', () => undefined);
    if (state.toxic === 'reset') return void client.resetAndDestroy();
    const store = connect({ port: state.target, host: '127.0.0.1', noDelay: true });
    const lines = { toClient: lineTo(client), toStore: lineTo(store) };
    const pair: Pair = { client, store, ...lines, torn: false, forgotten: false, doomed: false };
    pairs.add(pair);
    client.on('data', (bytes) => fromClient(pair, bytes));
    store.on('data', (bytes) => fromStore(pair, bytes));
    client.on('close', () => (store.destroy(), pairs.delete(pair)));
    // A store that died resets its peers; one that said goodbye closes them.
    store.on('error', () => cutPair(pair));
    store.on('end', () => client.end());
  });
  const listen = async (): Promise<void> => {
    server.listen(state.port, '127.0.0.1');
    await once(server, 'listening');
    state.port = (server.address() as AddressInfo).port;
  };
  const cut = (): void => [...pairs].forEach(cutPair);
  const refuse = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    cut();
    await closed;
  };
  await listen();
  return {
    port: state.port,
    lead: (port) => void (state.target = port),
    poison(toxic) {
      state.toxic = toxic;
      if (toxic === 'reset') cut();
      for (const pair of pairs) if (toxic === 'none' && pair.torn) cutPair(pair);
    },
    slow: (ms) => void (state.lateMs = ms),
    forget: () => [...pairs].forEach((pair) => (pair.forgotten = true)),
    refuse,
    listen,
    cut,
    loseReplyTo: ambush.lay,
    [Symbol.asyncDispose]: refuse,
  };
}

const AMBUSH_MAX_MS = 5_000;

/** Which answers are to be lost, one after the other. */
function createAmbush() {
  const traps: { text: string; done: () => void }[] = [];
  return {
    awaits: (bytes: Buffer): boolean => traps[0] !== undefined && bytes.includes(traps[0].text),
    sprung: (): void => traps.shift()?.done(),
    async lay(text: string): Promise<void> {
      let over = (): void => undefined;
      const done = new Promise<void>((resolve) => (over = resolve));
      const trap = { text, done: over };
      traps.push(trap);
      await Promise.race([done, elapse(AMBUSH_MAX_MS)]);
      if (traps.includes(trap)) traps.splice(traps.indexOf(trap), 1);
    },
  };
}
