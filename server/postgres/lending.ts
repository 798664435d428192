import type pg from 'pg';

/** Lends a connection for `use`. Resolves and rejects as it does, and rejects when there is no connection. */
export type Lend = <Result>(use: (client: pg.PoolClient) => Promise<Result>) => Promise<Result>;

/**
 * Lends connections of a pool that has opened none yet. Whoever asks in the turn of the event loop in which one came back
 * has it at once; the pool would hand it over when all else of that turn is done, and Postgres would have nothing to do
 * until then.
 */
export function lendFrom(pool: pg.Pool): Lend {
  /** Came back in this turn. */
  const back = new Set<pg.PoolClient>();
  /** Will not do any more, whatever came of what they were asked last. */
  const broken = new WeakSet<pg.PoolClient>();
  // What is under way hears of an error by itself; without a listener one that comes between would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => {
      broken.add(client);
      if (back.has(client)) giveUp(client);
    });
  });

  /** To the pool, which closes it when it is broken. */
  function giveUp(client: pg.PoolClient): void {
    back.delete(client);
    client.release(broken.has(client));
  }

  function comesBack(client: pg.PoolClient): void {
    if (broken.has(client) || pool.waitingCount > 0) {
      giveUp(client);
      return;
    }
    back.add(client);
    setImmediate(() => void (back.has(client) && giveUp(client)));
  }

  return async (use) => {
    const [kept] = back;
    if (kept !== undefined) back.delete(kept);
    const client = kept ?? (await pool.connect());
    try {
      const result = await use(client);
      comesBack(client);
      return result;
    } catch (error) {
      broken.add(client);
      giveUp(client);
      throw error;
    }
  };
}
