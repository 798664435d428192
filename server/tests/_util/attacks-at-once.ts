import type pg from 'pg';
import { expect } from 'vitest';

/** Looks at the attacks until none is left that runs or waits. Answers with the most that ran at the same time. */
export async function attacksAtOnce(postgres: pg.Client): Promise<number> {
  let most = 0;
  const look = async (): Promise<number> => {
    const { rows } = await postgres.query<{ running: number; left: number }>(
      `SELECT count(*) FILTER (WHERE state = 'RUNNING')::int AS running,
              count(*) FILTER (WHERE state IN ('RUNNING', 'QUEUED'))::int AS left FROM attacks`,
    );
    most = Math.max(most, rows[0]?.running ?? 0);
    return rows[0]?.left ?? 0;
  };
  await expect.poll(look, { timeout: 50_000 }).toBe(0);
  return most;
}
