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
