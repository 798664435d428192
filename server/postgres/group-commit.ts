import { limits } from '../domain/limits.ts';
import pg from 'pg';
import type { PurchaseOutcome, PurchaseRequest } from '../domain/purchase.ts';
import { connectionOptions } from './data-source.ts';
import { isNeverSent, isRolledBack, isUnknownEnd } from './errors.ts';
import { decideGroup, groupPool } from './purchase-group.ts';

/** As many as a buyer at the end of one can wait for: Postgres writes so many in 10 to 30 ms. */
const GROUP_MAX = 1_024;
const WAITING_MAX = 20_000;
const CONNECTIONS_MAX = 4;

interface Waiting {
  readonly request: PurchaseRequest;
  readonly joinedAt: number;
  readonly resolve: (outcome: PurchaseOutcome | Promise<PurchaseOutcome>) => void;
  readonly reject: (error: unknown) => void;
}

/** Decides purchases of one sale under one fence; see `decideGroup`. */
type Decide = (
  requests: readonly PurchaseRequest[],
) => Promise<readonly (PurchaseOutcome | Promise<PurchaseOutcome>)[]>;

/** Purchases of one sale, decided together. */
export interface Groups {
  /** Joins the next group of its sale. Resolves after that group's COMMIT, or with an end that says why not. */
  purchase(request: PurchaseRequest): Promise<PurchaseOutcome>;
  /** Purchases that wait for their group. */
  waiting(): number;
}

/** The same on connections of its own. */
export interface GroupCommit extends Groups, AsyncDisposable {}

/** Groups that Postgres decides. */
export function createGroupCommit(url: string, onError: (error: Error) => void): GroupCommit {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS_MAX,
    ...connectionOptions('flash-sale groups'),
    // The first group after a quiet hour must not wait for a connection.
    idleTimeoutMillis: 0,
  });
  pool.on('error', onError);
  // The first of two thousand buyers finds a connection open. If there can be none now, the first group says so.
  void pool.query('SELECT').catch(() => undefined);
  const on = groupPool(pool);
  const groups = createGroups((requests) => decideGroup(on, requests));
  return { ...groups, [Symbol.asyncDispose]: () => pool.end() };
}

/**
 * While one group of a sale is in flight the next one gathers: no timer, no wait at low load, and under load one lock
 * and one commit for up to 1,024 orders. Two groups of a sale in flight were no faster: the row's lock is held until the
 * commit is on disk, so that the second only waits in Postgres instead of growing here.
 */
export function createGroups(ask: Decide): Groups {
  const queues = new Map<string, Waiting[]>();
  let waiting = 0;

  function begin(queue: Waiting[]): Promise<() => void> | null {
    while (queue.length > 0) {
      const taken = queue.splice(0, GROUP_MAX);
      waiting -= taken.length;
      const group = taken.filter(isInTime);
      if (group.length > 0) return decide(ask, group);
    }
    return null;
  }

  async function drain(key: string, queue: Waiting[]): Promise<void> {
    let group = begin(queue);
    while (group !== null) {
      // eslint-disable-next-line no-await-in-loop -- one group at a time is the point
      const answer = await group;
      // Postgres has the next one to work on while this one's buyers are answered.
      group = begin(queue);
      answer();
    }
    queues.delete(key);
  }

  return {
    purchase(request) {
      if (waiting >= WAITING_MAX)
        return Promise.resolve({ kind: 'overloaded', retryAfterMs: limits.retryAfterMs });
      return new Promise((resolve, reject) => {
        const key = `${request.saleId}/${request.fence}`;
        const entry = { request, joinedAt: performance.now(), resolve, reject };
        waiting += 1;
        const queue = queues.get(key);
        if (queue !== undefined) {
          queue.push(entry);
          return;
        }
        const opened = [entry];
        queues.set(key, opened);
        // Requests that arrive in the same turn of the event loop join the first group.
        setImmediate(() => void drain(key, opened));
      });
    },
    waiting: () => waiting,
  };
}

/** Whether a request may still be sent; one that may not has its end here. */
function isInTime({ request, resolve }: Waiting): boolean {
  const isLate = request.decideBy !== undefined && performance.now() > request.decideBy;
  if (isLate) resolve({ kind: 'overloaded', retryAfterMs: limits.retryAfterMs });
  return !isLate;
}

/** Decides a group, and resolves to what answers it. One that fails as a whole is split, so that a poisoned request fails alone. Never throws. */
async function decide(ask: Decide, group: readonly Waiting[]): Promise<() => void> {
  const askedAt = performance.now();
  try {
    const outcomes = await ask(group.map((entry) => entry.request));
    const decidedAt = performance.now();
    return () => answerAll(group, { outcomes, askedAt, decidedAt });
  } catch (error) {
    const end = endOf(error);
    if (end !== null) return () => group.forEach((entry) => entry.resolve(end));
    if (group.length === 1) return () => group.forEach((entry) => entry.reject(error));
    const half = group.length >> 1;
    const answer = await decide(ask, group.slice(0, half));
    answer();
    return decide(ask, group.slice(half));
  }
}

/** What Postgres said about a group, and when, by performance.now(). */
interface Decided {
  readonly outcomes: readonly (PurchaseOutcome | Promise<PurchaseOutcome>)[];
  readonly askedAt: number;
  readonly decidedAt: number;
}

function answerAll(group: readonly Waiting[], { outcomes, askedAt, decidedAt }: Decided): void {
  for (const [index, entry] of group.entries()) {
    const outcome = outcomes[index];
    entry.request.spans?.add('group', askedAt - entry.joinedAt);
    entry.request.spans?.add('statements', decidedAt - askedAt);
    if (outcome === undefined)
      entry.reject(new Error('purchase_group answered fewer purchases than it was asked'));
    else entry.resolve(outcome);
  }
}

/** The end that a failure of the connection or of Postgres means for everyone in the group; null when it is one request's. */
function endOf(error: unknown): PurchaseOutcome | null {
  if (isNeverSent(error) || isRolledBack(error))
    return { kind: 'overloaded', retryAfterMs: limits.retryAfterMs };
  if (isUnknownEnd(error)) return { kind: 'inProgress', retryAfterMs: limits.retryAfterMs };
  return null;
}
