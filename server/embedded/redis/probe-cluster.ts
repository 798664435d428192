import { Redis } from 'ioredis';
import type { ClusterAddress } from '../../redis-url.ts';
import { readInfo } from './probe.ts';

const NODE_MAX_MS = 5_000;

/** What a cluster says of itself. */
export interface ClusterProbe {
  /** Product and version of a node, e.g. "Valkey 8.1.1". */
  readonly version: string;
  /** Masters that keep slots. */
  readonly masters: number;
}

/**
 * Asks the first of the nodes that answers. @throws the error of the first when none does; an Error for a server that is no
 * node of a cluster, and for a cluster in which nobody keeps a slot.
 */
export async function probeCluster(address: ClusterAddress): Promise<ClusterProbe> {
  const failures: unknown[] = [];
  for (const node of address.nodes) {
    try {
      return await probeNode(address, node);
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures[0];
}

async function probeNode(
  { isTls, username, password }: ClusterAddress,
  node: ClusterAddress['nodes'][number],
): Promise<ClusterProbe> {
  const redis = new Redis({
    ...node,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(isTls ? { tls: {} } : {}),
    lazyConnect: true,
    connectTimeout: NODE_MAX_MS,
    commandTimeout: NODE_MAX_MS,
    retryStrategy: () => null,
  });
  // Why a connection was not to be had is told here, and nowhere else.
  const trouble: Error[] = [];
  redis.on('error', (error) => trouble.push(error));
  try {
    await redis.connect().catch((error: unknown) => {
      throw trouble[0] ?? error;
    });
    return await askNode(redis);
  } finally {
    redis.disconnect();
  }
}

async function askNode(redis: Redis): Promise<ClusterProbe> {
  const { version, isNode } = readInfo(await redis.info('server'));
  if (!isNode) throw new Error('it is no node of a cluster: give it as redis:// or rediss://');
  const ranges: unknown = await redis.cluster('SLOTS');
  if (!Array.isArray(ranges) || ranges.length === 0)
    throw new Error('no node of the cluster keeps a slot yet');
  return { version, masters: new Set(ranges.map(masterOf)).size };
}

/** Of [first slot, last slot, [host, port, id], ...]. */
function masterOf(range: unknown): string {
  return Array.isArray(range) ? String(range[2]) : '';
}
