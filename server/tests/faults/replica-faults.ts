import type { CrashPoint } from '../../crash-points.ts';
import { SALE_ID } from './ask.ts';
import { elapse, until } from './clock.ts';
import type { Fault, Stage } from './fault.ts';

const LEASE_MS = 10_000;
const RARE_MAX_MS = 30_000;

/** What makes a replica come past a point that purchases don't pass. */
type Trigger = (stage: Stage) => Promise<unknown>;

const reset: Trigger = ({ victim }) => victim.client().resetSale({ saleId: SALE_ID });
const sync: Trigger = ({ victim }) => victim.client().syncRedis(SALE_ID);
const flush: Trigger = ({ cluster }) => cluster.redis.run((redis) => redis.flushall());
const leaveReservation: Trigger = ({ cluster }) => cluster.leaveReservation();

const POINTS: readonly { point: CrashPoint; by?: string; trigger?: Trigger; everyMs?: number }[] = [
  { point: 'before-reserve' },
  { point: 'reserved' },
  { point: 'before-group' },
  { point: 'committed' },
  { point: 'settled' },
  { point: 'fenced', by: ' of a reset', trigger: reset },
  { point: 'fenced', by: ' of a sync', trigger: sync },
  // The other replica may be the first to notice: flushed again until it was this one.
  { point: 'rebuild-fenced', trigger: flush, everyMs: 700 },
  { point: 'reaper-looked-up', trigger: leaveReservation, everyMs: 300 },
];

/** Pulls the trigger until the replica is gone. */
async function pull(trigger: Trigger, { stage, over, everyMs }: PullOptions): Promise<void> {
  const state = { over: false };
  void over.then(() => (state.over = true));
  await until(
    'the replica comes past the point',
    async () => {
      if (!state.over) await trigger(stage).catch(() => undefined);
      return state.over;
    },
    { maxMs: RARE_MAX_MS, everyMs },
  );
}

interface PullOptions {
  readonly stage: Stage;
  readonly over: Promise<void>;
  readonly everyMs: number;
}

const dyingAt = ({ point, by = '', trigger, everyMs = 200 }: (typeof POINTS)[number]): Fault => ({
  name: `a replica dies ${point}${by}`,
  kills: 1,
  needsStock: true,
  async inject(stage) {
    const nth = trigger === undefined ? stage.random.between(1, 12) : 1;
    const { done } = await stage.victim.crash({ point, nth });
    if (trigger !== undefined) await pull(trigger, { stage, over: done, everyMs });
    await done;
  },
});

const killed: Fault = {
  name: 'a replica is killed',
  kills: 1,
  async inject({ victim, random }) {
    await elapse(random.between(50, 1_500));
    await victim.kill();
  },
};

const bothKilled: Fault = {
  name: 'both replicas are killed',
  kills: 2,
  async inject({ victim, other, random }) {
    await elapse(random.between(50, 1_500));
    await Promise.all([victim.kill(), other.kill()]);
    await Promise.all([victim.start(), other.start()]);
  },
};

/** Longer than its leases: what it had begun is settled by the other one before it goes on. */
const zombie = (point: CrashPoint): Fault => ({
  name: `a replica stops ${point}, and goes on when its leases are over`,
  kills: 0,
  needsStock: true,
  async inject({ victim, cluster, random, isBrief }) {
    const { done } = await victim.crash({ point, nth: random.between(1, 12), signal: 'SIGSTOP' });
    await done;
    const from = performance.now();
    await until(
      'its reservations are settled by the other',
      async () => {
        if (isBrief) await cluster.endLeases();
        return performance.now() - from > (isBrief ? 1_500 : LEASE_MS + 2_000);
      },
      { everyMs: 250 },
    );
    victim.thaw();
  },
});

const resets: Fault = {
  name: 'both replicas are told to reset, at once, again and again',
  kills: 0,
  async inject({ cluster, random }) {
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(cluster.replicas.map((replica) => replica.client().resetSale({ saleId: SALE_ID })));
      await elapse(random.between(10, 400));
    }
  },
};

const syncs: Fault = {
  name: 'Redis is rebuilt by both replicas, again and again',
  kills: 0,
  async inject({ cluster, random }) {
    for (let round = 0; round < 8; round += 1) {
      await Promise.all(cluster.replicas.map((replica) => replica.client().syncRedis(SALE_ID)));
      await elapse(random.between(10, 200));
    }
  },
};

/** What happens to server processes, and what admins ask of two at once. */
export const replicaFaults: readonly Fault[] = [
  killed,
  bothKilled,
  ...POINTS.map(dyingAt),
  zombie('before-group'),
  zombie('reserved'),
  resets,
  syncs,
];
