import { execFile, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { freePort } from '../../embedded/free-port.ts';
import { openLogFile } from '../../embedded/log-file.ts';
import { ownProcess, type OwnedProcess } from '../../embedded/owned-process.ts';
import { findNativeRedis } from '../../embedded/redis/native-binary.ts';
import { probeRedis } from '../../embedded/redis/probe.ts';
import { slotOf } from '../../redis/client.ts';
import { openWith, type Resources } from '../../resources.ts';
import { until } from '../faults/clock.ts';
import { signalAll } from '../faults/processes.ts';
import { tempDir } from './temp-dir.ts';

const PASSWORD = 'of-this-test';
const SLOTS = 16_384;
const MASTERS = 3;
const START_MAX_MS = 30_000;
const ATTEMPTS_MAX = 3;

/** The program to make a cluster of; null where this machine has none, and the tests are skipped. */
export const clusterProgram = await findProgram();

/** 7 brought the options by which the ports of a node can be any. */
async function findProgram(): Promise<string | null> {
  const program = await findNativeRedis();
  if (program === null) return null;
  const { stdout } = await promisify(execFile)(program, ['--version']);
  return Number(/v=(\d+)/.exec(stdout)?.[1]) >= 7 ? program : null;
}

/** One server of a cluster. */
export interface ClusterNode {
  readonly port: number;
  /** Where other nodes come to. */
  readonly busPort: number;
  /** As clients call it. */
  readonly name: string;
  /** Asks this node itself. Reconnects when it is started again. */
  readonly redis: Redis;
  /** Its name among nodes. */
  id(): Promise<string>;
  kill(): Promise<void>;
  /** Lets it stand still, and go on. */
  freeze(): void;
  thaw(): void;
  /** Starts it again with nothing but its place in the cluster. Resolves when it serves its slots again. */
  start(): Promise<void>;
}

/** Three masters with a third of the slots each, and a replica of the first one. */
export interface TestCluster extends AsyncDisposable {
  readonly url: string;
  readonly masters: readonly [ClusterNode, ClusterNode, ClusterNode];
  readonly replica: ClusterNode;
  /** Lets the replica follow up to here, and no further. */
  cutOffReplica(): Promise<void>;
  /** Has the replica take its master's place without asking anybody. Resolves when the other masters know. */
  takeOver(): Promise<void>;
}

/** Starts one in a temporary folder and waits until every node says that all is well. */
export function openTestCluster(): Promise<TestCluster> {
  return openWith(startCluster);
}

async function startCluster(resources: Resources): Promise<TestCluster> {
  const dir = resources.own(await tempDir('flash-sale-cluster'));
  const open = async (name: string): Promise<ClusterNode> => {
    const path = join(dir.path, name);
    await mkdir(path);
    return resources.own(await openNode(path));
  };
  const [a, b, c, replica] = await Promise.all([open('a'), open('b'), open('c'), open('replica')]);
  const masters = [a, b, c] as const;
  const each = Math.ceil(SLOTS / MASTERS);
  for (const [index, { redis }] of masters.entries())
    await redis.cluster('ADDSLOTSRANGE', index * each, Math.min(SLOTS, (index + 1) * each) - 1);
  // Each with a number of its own, so that none has to give way to another.
  for (const [index, { redis }] of [...masters, replica].entries())
    await redis.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
  for (const { port, busPort } of [b, c, replica])
    await a.redis.call('CLUSTER', 'MEET', '127.0.0.1', port, busPort);
  await Promise.all([...masters, replica].map((node) => knowsAll(node)));
  await replica.redis.call('CLUSTER', 'REPLICATE', await a.id());
  await until('the replica follows', async () =>
    /master_link_status:up/.test(await replica.redis.info('replication')),
  );
  await until('every node knows the replica', async () => {
    const views = await Promise.all(masters.map(({ redis }) => redis.call('CLUSTER', 'NODES')));
    return views.every((view) => /\bslave\b/.test(String(view)));
  });
  const url = `redis+cluster://:${PASSWORD}@${masters.map(({ name }) => name).join(',')}`;
  return {
    url,
    masters,
    replica,
    async cutOffReplica() {
      await until('the replica has everything', async () => (await a.redis.call('WAIT', 1, 100)) === 1);
      await replica.redis.config('SET', 'masterauth', 'of-another');
      await a.redis.call('CLIENT', 'KILL', 'TYPE', 'replica');
      await until('the replica is cut off', async () =>
        /master_link_status:down/.test(await replica.redis.info('replication')),
      );
    },
    async takeOver() {
      await replica.redis.call('CLUSTER', 'FAILOVER', 'TAKEOVER');
      const id = await replica.id();
      await until('the others know who took over', async () => {
        const views = await Promise.all([b, c].map(({ redis }) => redis.call('CLUSTER', 'NODES')));
        return views.every((view) => new RegExp(`${id} .*\\bmaster\\b`).test(String(view)));
      });
    },
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  };
}

/** Moves the slot of a key with all that is in it, as `redis-cli --cluster reshard` does. */
export async function moveSlot(key: string, from: ClusterNode, to: ClusterNode): Promise<void> {
  const slot = slotOf(key);
  const [fromId, toId] = await Promise.all([from.id(), to.id()]);
  await to.redis.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId);
  await from.redis.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId);
  for (;;) {
    const keys = await from.redis.call('CLUSTER', 'GETKEYSINSLOT', slot, 100);
    if (!Array.isArray(keys) || keys.length === 0) break;
    const names = keys.map(String);
    await from.redis.call(
      'MIGRATE',
      '127.0.0.1',
      to.port,
      '',
      0,
      5_000,
      'REPLACE',
      'AUTH',
      PASSWORD,
      'KEYS',
      ...names,
    );
  }
  for (const { redis } of [to, from]) await redis.call('CLUSTER', 'SETSLOT', slot, 'NODE', toId);
}

async function knowsAll({ redis }: ClusterNode): Promise<void> {
  await until('the cluster is well', async () => {
    const info = String(await redis.call('CLUSTER', 'INFO'));
    return /cluster_state:ok/.test(info) && new RegExp(`cluster_known_nodes:${MASTERS + 1}\\b`).test(info);
  });
}

async function openNode(dir: string): Promise<ClusterNode & AsyncDisposable> {
  const { place, ...launched } = await launchSomewhere(dir);
  const { port, busPort, url } = place;
  let { owned } = launched;
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  const isWell = async (): Promise<boolean> =>
    /cluster_state:ok/.test(String(await redis.call('CLUSTER', 'INFO')));
  return {
    port,
    busPort,
    name: `127.0.0.1:${port}`,
    redis,
    id: async () => String(await redis.call('CLUSTER', 'MYID')),
    async kill() {
      await owned.stop([['SIGKILL', START_MAX_MS]]);
    },
    freeze: () => signalAll([owned.pid], 'SIGSTOP'),
    thaw: () => signalAll([owned.pid], 'SIGCONT'),
    async start() {
      owned = await launch(place);
      await until('the node is back in the cluster', isWell);
    },
    async [Symbol.asyncDispose]() {
      redis.disconnect();
      await owned.stop([['SIGKILL', START_MAX_MS]]);
    },
  };
}

interface Place {
  readonly dir: string;
  readonly port: number;
  readonly busPort: number;
  readonly url: string;
}

/** A port that was free a moment ago may be somebody else's by now. */
async function launchSomewhere(dir: string): Promise<{ place: Place; owned: OwnedProcess }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const place = { dir, port, busPort: await freePort(), url: `redis://:${PASSWORD}@127.0.0.1:${port}` };
    try {
      return { place, owned: await launch(place) };
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX) throw error;
    }
  }
}

/** Keeps nothing: killed, it has lost all but its place in the cluster. */
async function launch({ dir, port, busPort, url }: Place): Promise<OwnedProcess> {
  const config = [
    'bind 127.0.0.1',
    `port ${port}`,
    `cluster-port ${busPort}`,
    'cluster-enabled yes',
    'cluster-node-timeout 1000',
    'cluster-require-full-coverage no',
    // Only when a test says so does another node take over.
    'cluster-replica-no-failover yes',
    'repl-diskless-sync yes',
    'repl-diskless-sync-delay 0',
    `requirepass ${PASSWORD}`,
    `masterauth ${PASSWORD}`,
    'appendonly no',
    'save ""',
    'maxmemory-policy noeviction',
    '',
  ];
  using out = openLogFile(join(dir, 'server.log'));
  const child = spawn(clusterProgram ?? '', ['-'], {
    cwd: dir,
    stdio: ['pipe', out.fd, out.fd],
    detached: true,
  });
  const owned = ownProcess(child, 'SIGKILL');
  child.stdin?.end(config.join('\n'));
  try {
    await probeRedis(url, { maxMs: START_MAX_MS, ended: owned.ended });
    return owned;
  } catch (error) {
    await owned.stop([['SIGKILL', START_MAX_MS]]);
    throw new Error(`a node did not start: ${String(error)}\n${out.tail()}`, { cause: error });
  }
}
