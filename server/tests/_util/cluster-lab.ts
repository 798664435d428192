import { uuidv7 } from '../../domain/ids.ts';
import type { Sale } from '../../domain/sale.ts';
import { openClient, RedisCluster, serverNameOf } from '../../redis/client.ts';
import { gateKeys } from '../../redis/keys.ts';
import { openWith, type Resources } from '../../resources.ts';
import { elapse } from '../faults/clock.ts';
import { openTestEngine, type TestEngine } from './engine.ts';
import { purchaseToEnd } from './purchase-to-end.ts';
import { openTestCluster, type TestCluster } from './redis-cluster.ts';

const SALES = 12;

/** So many purchases at once. */
export interface Rush {
  readonly saleId: string;
  readonly strategy: string;
  readonly count: number;
}

/** A replica on a cluster of its own, with sales on each of its nodes. */
export interface ClusterLab extends Omit<TestEngine, 'stores'> {
  readonly cluster: TestCluster;
  /** Asks the cluster behind the product's back. */
  readonly client: RedisCluster;
  readonly stores: TestEngine['stores'];
  /** One sale whose gate stands on each master, in their order. */
  readonly saleIds: readonly [string, string, string];
  /** The address of the node that keeps the gate of a sale, or a shard by its own name. */
  nodeOf(gate: string): string | undefined;
  /** Opens the sale anew and resolves when its gate says so. */
  reset(saleId: string, stock: number): Promise<Sale>;
  /** Each by a buyer and with a key of its own, asked again until its end is known. Ends by kind. */
  rush(rush: Rush): Promise<Record<string, number>>;
  /** Units left as the gate says; null without one. */
  redisStock(saleId: string): Promise<number | null>;
}

/** Opens one on a new cluster. */
export function openClusterLab(): Promise<ClusterLab> {
  return openWith(openLab);
}

async function openLab(resources: Resources): Promise<ClusterLab> {
  const cluster = resources.own(await openTestCluster());
  const engine = resources.own(await openTestEngine({ redisUrl: cluster.url }));
  const client = await openClient(cluster.url, () => undefined);
  resources.defer(() => client.disconnect());
  if (!(client instanceof RedisCluster)) throw new Error('this is no cluster');
  const nodeOf = (gate: string): string | undefined => serverNameOf(client, gateKeys(gate, 0).left);
  await engine.sql(
    `INSERT INTO sales (product_id, mode, stock, remaining)
     SELECT min(id), 'LAB', 0, 0 FROM products, generate_series(2, $1) AS nth GROUP BY nth`,
    [SALES],
  );
  const sales = await engine.sql<{ id: string }>('SELECT id FROM sales ORDER BY id');
  const saleOn = ({ name }: { name: string }): string => {
    const found = sales.find(({ id }) => nodeOf(id) === name);
    if (found === undefined) throw new Error(`no sale on ${name}`);
    return found.id;
  };
  const [a, b, c] = cluster.masters;
  const { services } = engine;
  return {
    ...engine,
    cluster,
    client,
    nodeOf,
    saleIds: [saleOn(a), saleOn(b), saleOn(c)],
    reset: (saleId, stock) => services.sales.reset(saleId, { stock, raceWindowMs: 0 }, 'test'),
    rush: (rush) => buyAll(engine, rush),
    redisStock: async (saleId) => (await services.stats.read(saleId)).redisStock,
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  };
}

async function buyAll(
  { services }: TestEngine,
  { saleId, strategy, count }: Rush,
): Promise<Record<string, number>> {
  const ends: Record<string, number> = {};
  const buy = async (): Promise<void> => {
    const input = { saleId, buyerId: uuidv7(), quantity: 1, strategy, idempotencyKey: uuidv7() };
    for (;;) {
      const answer = await purchaseToEnd(services, input);
      if (answer.kind === 'inProgress' || answer.kind === 'overloaded') {
        await elapse(answer.retryAfterMs);
        continue;
      }
      const end = answer.kind === 'replayed' ? 'confirmed' : answer.kind;
      ends[end] = (ends[end] ?? 0) + 1;
      return;
    }
  };
  await Promise.all(Array.from({ length: count }, buy));
  return ends;
}
