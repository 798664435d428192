import type pg from 'pg';

/** Lends a connection for `use`. Resolves and rejects as it does, and rejects when there is no connection. */
export type Lend = <Result>(use: (client: pg.PoolClient) => Promise<Result>) => Promise<Result>;

/** One that is out of the pool. */
interface Loan {
  readonly client: pg.PoolClient;
  /** It will not do any more, whatever came of what was asked last. */
  isBroken: boolean;
  /** Back to the pool, which closes it when it is broken. */
  end(isBroken: boolean): void;
}

/**
 * Lends connections of a pool. Whoever asks in the turn of the event loop in which one came back has it at once; the pool
 * would hand it over when all else of that turn is done, and Postgres would have nothing to do until then.
 */
export function lendFrom(pool: pg.Pool): Lend {
  /** Came back in this turn. */
  const back = new Set<Loan>();
  // What is under way hears of an error by itself; without a listener one that comes between would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));

  async function open(): Promise<Loan> {
    const client = await pool.connect();
    const loan: Loan = {
      client,
      isBroken: false,
      end(isBroken) {
        back.delete(loan);
        client.off('error', onError);
        client.release(isBroken);
      },
    };
    const onError = (): void => {
      loan.isBroken = true;
      if (back.has(loan)) loan.end(true);
    };
    client.on('error', onError);
    return loan;
  }

  function comesBack(loan: Loan): void {
    if (loan.isBroken || pool.waitingCount > 0) {
      loan.end(loan.isBroken);
      return;
    }
    back.add(loan);
    setImmediate(() => void (back.has(loan) && loan.end(false)));
  }

  return async (use) => {
    const [kept] = back;
    if (kept !== undefined) back.delete(kept);
    const loan = kept ?? (await open());
    try {
      const result = await use(loan.client);
      comesBack(loan);
      return result;
    } catch (error) {
      loan.end(true);
      throw error;
    }
  };
}
