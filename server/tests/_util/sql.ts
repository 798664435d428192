import { Client } from 'pg';

/** Runs one statement behind the product's back, on a connection of its own. */
export async function runSql<Row>(databaseUrl: string, text: string, values?: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(text, values);
    return rows as Row[];
  } finally {
    await client.end();
  }
}

/** A lock that somebody else has, until `unlock`. */
export interface HeldLock extends AsyncDisposable {
  /** Once and for all. */
  unlock(): Promise<void>;
}

/** Takes the lock that `statement` takes, in a transaction of its own. */
export async function holdLock(databaseUrl: string, statement: string): Promise<HeldLock> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('BEGIN');
  await client.query(statement);
  let ended: Promise<void> | null = null;
  const unlock = (): Promise<void> => (ended ??= client.end());
  return { unlock, [Symbol.asyncDispose]: unlock };
}
