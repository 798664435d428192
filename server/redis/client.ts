import { Cluster, Command, type ClusterOptions, type Redis } from 'ioredis';
import { isClusterUrl, parseClusterUrl, type ClusterAddress } from '../redis-url.ts';
import { connected, openRedis, redisOptions } from './connection.ts';

/** Slots that have moved are noticed so late where no answer tells of them, as when a master died and another took over. */
const LOOK_AT_SLOTS_EVERY_MS = 1_000;
/** A command follows the slot it is about so many times. */
const REDIRECTIONS_MAX = 4;
/** A node that is away for longer is looked for anew: at its address by now, and when all are away, from the URL on. */
const ATTEMPTS_MAX = 30;
/** While the keys of a script are on their way from one node to another, it is asked for again so much later. */
const TRY_AGAIN_MS = 20;

/** One Redis server, or a cluster of them. */
export type RedisClient = Redis | RedisCluster;

/** A server that keeps all keys, or a master of a cluster, which keeps those of its slots. */
export interface RedisServer {
  /** Its address in a cluster; the same for every single server. */
  readonly name: string;
  readonly redis: Redis;
}

const { retryStrategy, enableOfflineQueue, ...nodeOptions } = redisOptions;

/**
 * A cluster whose nodes are spoken to as a single server is: no command is sent twice, except where a node has said that it
 * did nothing with it because its slot is elsewhere, and none waits for a node that is away.
 */
export class RedisCluster extends Cluster {
  #owners: readonly (string | undefined)[] = [];

  constructor({ nodes, isTls, username, password }: ClusterAddress, differing: { keyPrefix?: string } = {}) {
    const auth = {
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    };
    super([...nodes], {
      ...differing,
      ...(isTls ? BY_NAME : {}),
      lazyConnect: true,
      enableOfflineQueue,
      // A cluster of which a part is down serves the rest.
      enableReadyCheck: false,
      maxRedirections: REDIRECTIONS_MAX,
      retryDelayOnFailover: 0,
      retryDelayOnClusterDown: 0,
      retryDelayOnTryAgain: TRY_AGAIN_MS,
      slotsRefreshInterval: LOOK_AT_SLOTS_EVERY_MS,
      slotsRefreshTimeout: nodeOptions.commandTimeout,
      clusterRetryStrategy: retryStrategy,
      clusterNodeRetryStrategy: (attempt) => (attempt > ATTEMPTS_MAX ? null : retryStrategy(attempt)),
      redisOptions: { ...nodeOptions, ...auth, ...(isTls ? { tls: {} } : {}) },
    });
    // Between two looks an answer that one slot has moved changes what the client thinks of its neighbours, too.
    this.on('refresh', () => (this.#owners = Array.from(this.slots, (names) => names?.[0])));
    // By itself it would connect with the first command, and refuse those that come until it has; a replica may take over.
    this.on('+node', (node: Redis) => void node.connect().catch(() => undefined));
  }

  /** The address of the master of each slot, as of the last look; undefined where there was none. */
  owners(): readonly (string | undefined)[] {
    return this.#owners;
  }
}

/** Certificates are made out to names. */
const BY_NAME: Pick<ClusterOptions, 'dnsLookup'> = { dnsLookup: (name, found) => found(null, name) };

/** Connects to what the URL names. @throws when it can't be reached now. */
export async function openClient(url: string, onError: (error: Error) => void): Promise<RedisClient> {
  if (!isClusterUrl(url)) return openRedis(url, onError);
  const cluster = new RedisCluster(clusterAt(url));
  cluster.on('error', onError);
  cluster.on('node error', onError);
  try {
    await cluster.connect();
  } catch (error) {
    cluster.disconnect();
    throw error;
  }
  // Answered when it is connected, or known to be away.
  await Promise.allSettled(serversOf(cluster).map(({ redis }) => redis.ping()));
  return cluster;
}

/** A connection of its own to the server that keeps a key. @throws when it can't be reached now. */
export async function openBeside(
  client: RedisClient,
  key: string,
  onError: (error: Error) => void,
): Promise<Redis> {
  return connected(serverOf(client, key).duplicate(redisOptions), onError);
}

/**
 * A connection to some server, and to another one when that is gone: for messages, which every node of a cluster passes on
 * to all. @throws when none can be reached now.
 */
export async function openAnywhere(client: RedisClient, onError: (error: Error) => void): Promise<Redis> {
  const servers = (): Redis[] => serversOf(client).map(({ redis }) => redis);
  let turn = Math.floor(Math.random() * servers().length);
  const next = (): Redis | undefined => servers().at((turn += 1) % servers().length);
  for (let tries = servers().length; ; tries -= 1) {
    const line = next()?.duplicate(redisOptions);
    if (line === undefined) throw new Error('no node of the Redis cluster is known');
    line.options.retryStrategy = (attempt) => {
      Object.assign(line.options, placeOf(next() ?? line));
      return retryStrategy(attempt);
    };
    try {
      // eslint-disable-next-line no-await-in-loop -- the next one only where this one can't be reached
      return await connected(line, onError);
    } catch (error) {
      if (tries <= 1) throw error;
    }
  }
}

function placeOf({ options: { host, port } }: Redis): { host?: string; port?: number } {
  return { ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) };
}

/** @throws for a URL that the configuration has let through by mistake. */
export function clusterAt(url: string): ClusterAddress {
  const address = parseClusterUrl(url);
  if (typeof address === 'string') throw new Error(`the URL of Redis ${address}`);
  return address;
}

/** The slot of a key in any cluster. */
export function slotOf(key: string): number {
  return new Command('get', [key]).getSlot();
}

/** Every server that keeps keys. */
export function serversOf(client: RedisClient): RedisServer[] {
  if (!(client instanceof RedisCluster)) return [{ name: '', redis: client }];
  const nodes = nodesOf(client);
  return [...new Set(client.owners())].flatMap((name) => {
    const redis = name === undefined ? undefined : nodes.get(name);
    return name === undefined || redis === undefined ? [] : [{ name, redis }];
  });
}

/** The name of the server that keeps a key; in a cluster undefined where none does. */
export function serverNameOf(client: RedisClient, key: string): string | undefined {
  return client instanceof RedisCluster ? client.owners()[slotOf(key)] : '';
}

/** The server that keeps a key, for what must be asked there and names no key. @throws where a cluster has none. */
export function serverOf(client: RedisClient, key: string): Redis {
  if (!(client instanceof RedisCluster)) return client;
  const redis = nodesOf(client).get(serverNameOf(client, key) ?? '');
  if (redis === undefined) throw new Error('no node of the Redis cluster keeps this slot');
  return redis;
}

/** False where a command about the key would fail at once. */
export function isWithinReach(client: RedisClient, key: string): boolean {
  if (!(client instanceof RedisCluster)) return client.status === 'ready';
  return nodesOf(client).get(serverNameOf(client, key) ?? '')?.status === 'ready';
}

function nodesOf(cluster: RedisCluster): ReadonlyMap<string, Redis> {
  return new Map(cluster.nodes().map((redis) => [`${redis.options.host}:${redis.options.port}`, redis]));
}
