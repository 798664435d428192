import pg from 'pg';
import type { DataSource } from 'typeorm';
import type { Turnstile } from '../../domain/turnstile.ts';
import { connectionOptions, openDataSource } from '../data-source.ts';
import { createGroups, type Groups } from '../group-commit.ts';
import { decideGroup, groupPool } from '../purchase-group.ts';
import { scratchUrl } from './scratch.ts';
import { steppingClient } from './stepping-client.ts';

/** People think longer than programs: Postgres gives a session up only when its replica must have died. */
const GIVE_UP_MS = 600_000;
const LIMITS = { statementMs: GIVE_UP_MS, idleTransactionMs: GIVE_UP_MS };
/** A purchase may need a second connection while it has one. */
const CONNECTIONS_MAX = 2;

/** The sessions of one buyer of a step-through. */
export interface SteppingSessions {
  readonly postgres: DataSource;
  /** Groups that this buyer is alone in, as on a replica of its own. */
  readonly groups: Groups;
  close(): Promise<void>;
}

/** Opens them on the scratch tables, every statement behind the turnstile. `name` is what Postgres calls them. */
export async function openSteppingSessions(
  databaseUrl: string,
  options: { name: string; turnstile: Turnstile; onError: (error: Error) => void },
): Promise<SteppingSessions> {
  const { name, turnstile, onError } = options;
  const differing = {
    Client: steppingClient(turnstile),
    idleTimeoutMillis: 0,
  };
  const url = scratchUrl(databaseUrl);
  const postgres = await openDataSource({
    url,
    name,
    poolSize: CONNECTIONS_MAX,
    onError,
    limits: LIMITS,
    differing,
  });
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    ...connectionOptions(name, LIMITS),
    ...differing,
  });
  pool.on('error', onError);
  const on = groupPool(pool);
  return {
    postgres,
    groups: createGroups((requests) => decideGroup(on, requests)),
    async close() {
      await Promise.all([pool.end(), postgres.destroy()]);
    },
  };
}
