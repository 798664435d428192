import { Client, type Dispatcher } from 'undici';
import type { CheckedPlan } from './plan.ts';

/** Connections being opened at the same time: more would overflow the listen queue of a common server. */
const OPENING_MAX = 64;
const OPENING_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;

const PROBE = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{"query":"{__typename}"}',
} as const;

/** Connections that were opened before the clock starts, one for each place of the closed model. */
export interface Connections extends AsyncDisposable {
  readonly clients: readonly Dispatcher[];
}

/**
 * Opens `min(concurrency, requests)` keep-alive connections and has each answer one `{__typename}`, at most 30 s in all.
 * A client of its own per place, not a pool: a place keeps its connection, and none waits for another.
 * undici's Client follows no redirects and reads no proxy from the environment.
 * Throws with the first cause if any connection can't be opened, and at once when `signal` is aborted.
 */
export async function openConnections(plan: CheckedPlan, signal: AbortSignal): Promise<Connections> {
  const count = Math.min(plan.concurrency, plan.requests);
  const clients = Array.from({ length: count }, () => createClient(plan));
  const close = async (cause: Error | null = null): Promise<void> => {
    await Promise.all(clients.map((client) => client.destroy(cause)));
  };
  const bound = AbortSignal.any([signal, AbortSignal.timeout(OPENING_TIMEOUT_MS)]);
  const giveUp = (): void => void close(new Error('given up'));
  bound.addEventListener('abort', giveUp);
  try {
    bound.throwIfAborted();
    await warmUp(clients, plan.path);
  } catch (cause) {
    await close();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`could not open ${count} connections to ${plan.origin}: ${why}`, { cause });
  } finally {
    bound.removeEventListener('abort', giveUp);
  }
  return { clients, [Symbol.asyncDispose]: () => close() };
}

function createClient(plan: CheckedPlan): Client {
  return new Client(plan.origin, {
    pipelining: 1,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    // The run watches the age of all requests with one timer; two timers for each request cost CPU.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: 1 << 20,
  });
}

async function warmUp(clients: readonly Client[], path: string): Promise<void> {
  let next = 0;
  const openSome = async (): Promise<void> => {
    for (let client = clients[next++]; client !== undefined; client = clients[next++]) {
      const { body } = await client.request({ ...PROBE, path });
      await body.dump();
    }
  };
  await Promise.all(Array.from({ length: OPENING_MAX }, openSome));
}
