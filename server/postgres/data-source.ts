import type pg from 'pg';
import { DataSource } from 'typeorm';
import { AttackEntity } from './entities/attack.entity.ts';
import { OrderEntity } from './entities/order.entity.ts';
import { ProductEntity } from './entities/product.entity.ts';
import { SaleEntity } from './entities/sale.entity.ts';
import { Foundation1764000000000 } from './migrations/1764000000000-foundation.ts';
import { Growth1765200000000 } from './migrations/1765200000000-growth.ts';
import { Holds1764100000000 } from './migrations/1764100000000-holds.ts';
import { LockFence1764600000000 } from './migrations/1764600000000-lock-fence.ts';
import { PoolAndLimit1764650000000 } from './migrations/1764650000000-pool-and-limit.ts';
import { GroupAtOnce1765100000000 } from './migrations/1765100000000-group-at-once.ts';
import { UnitPool1764200000000 } from './migrations/1764200000000-unit-pool.ts';
import { AttackBeats1765300000000 } from './migrations/1765300000000-attack-beats.ts';
import { NobodyWaits1765400000000 } from './migrations/1765400000000-nobody-waits.ts';
import { EndlessHolds1765600000000 } from './migrations/1765600000000-endless-holds.ts';
import { PoolFilledOnce1765700000000 } from './migrations/1765700000000-pool-filled-once.ts';
import { Attempts1764500000000 } from './migrations/1764500000000-attempts.ts';
import { WatchedClient, type WatchedConfig } from './watched-client.ts';

/** How long a purchase waits for a connection before it is turned away. */
const CONNECT_TIMEOUT_MS = 2_500;
const STATEMENT_TIMEOUT_MS = 2_500;
// A replica that froze inside a transaction must not hold a sale's row for ever.
const IDLE_TRANSACTION_TIMEOUT_MS = 5_000;
/** Of a connection that rests: one that the network forgot is found before a buyer finds it. */
const KEEP_ALIVE_AFTER_MS = 5_000;

/** Times after which Postgres gives up, ms; 0 for never. */
export interface SessionLimits {
  readonly statementMs: number;
  readonly idleTransactionMs: number;
}

const SESSION_LIMITS: SessionLimits = {
  statementMs: STATEMENT_TIMEOUT_MS,
  idleTransactionMs: IDLE_TRANSACTION_TIMEOUT_MS,
};

/**
 * What a session must be, whatever its database or role says: dates as pg reads them (others it takes for null), all digits
 * of a time, transactions that wait for a row and then see it, and an order on disk before its buyer hears of it.
 */
function sessionOf({ statementMs, idleTransactionMs }: SessionLimits): string {
  return `SET statement_timeout = ${statementMs}; SET idle_in_transaction_session_timeout = ${idleTransactionMs};
SET DateStyle = ISO; SET extra_float_digits = 1; SET default_transaction_isolation = 'read committed';
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`;
}

/** What every connection of the product is opened with. */
export function connectionOptions(
  applicationName: string,
  { statementMs, idleTransactionMs } = SESSION_LIMITS,
) {
  const session = sessionOf({ statementMs, idleTransactionMs });
  return {
    Client: WatchedClient,
    application_name: applicationName,
    // And not with what the connection is asked for: a pooler in between, such as PgBouncer, refuses what it doesn't know.
    onConnect: async (client: pg.ClientBase) => void (await client.query(session)),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  };
}

/** Opens a pool. `onError` hears of connections that Postgres closed while they were idle. */
export async function openDataSource(options: {
  url: string;
  name: string;
  poolSize: number;
  onError: (error: Error) => void;
  /** Options of the pool and its connections that differ from the product's. */
  differing?: WatchedConfig | undefined;
  limits?: SessionLimits;
}): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    entities: [ProductEntity, SaleEntity, OrderEntity, AttackEntity],
    migrations: [
      Foundation1764000000000,
      Holds1764100000000,
      UnitPool1764200000000,
      Attempts1764500000000,
      LockFence1764600000000,
      PoolAndLimit1764650000000,
      GroupAtOnce1765100000000,
      Growth1765200000000,
      AttackBeats1765300000000,
      NobodyWaits1765400000000,
      EndlessHolds1765600000000,
      PoolFilledOnce1765700000000,
    ],
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    poolSize: options.poolSize,
    extra: {
      max: options.poolSize,
      ...connectionOptions(options.name, options.limits),
      ...options.differing,
    },
    // Without a listener the end of an idle connection would end the process.
    poolErrorHandler: options.onError,
  }).initialize();
}
