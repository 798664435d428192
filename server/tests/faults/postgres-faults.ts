import { elapse, until } from './clock.ts';
import type { Fault, Stage } from './fault.ts';

const SESSION =
  "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'flash-sale%' ORDER BY random() LIMIT 1";

async function anySession({ cluster }: Stage): Promise<number> {
  const [session] = await cluster.postgres.query<{ pid: number }>(SESSION);
  return session?.pid ?? 0;
}

/** What happens to PostgreSQL and on the way to it. */
export const postgresFaults: readonly Fault[] = [
  {
    name: 'PostgreSQL is killed',
    kills: 1,
    async inject({ cluster: { postgres }, random }) {
      await elapse(random.between(50, 1_000));
      postgres.kill();
      await postgres.proxy.refuse();
      await postgres.start();
    },
  },
  {
    name: 'sessions of PostgreSQL are terminated',
    kills: 0,
    async inject(stage) {
      for (let round = 0; round < 5; round += 1) {
        await stage.cluster.postgres.query('SELECT pg_terminate_backend($1)', [await anySession(stage)]);
        await elapse(stage.random.between(20, 300));
      }
    },
  },
  {
    name: 'one process of PostgreSQL is killed, and takes all sessions with it',
    kills: 1,
    async inject(stage) {
      process.kill(await anySession(stage), 'SIGKILL');
      const { postgres } = stage.cluster;
      await until('PostgreSQL has recovered', () => postgres.query('SELECT 1').catch(() => null));
    },
  },
  {
    name: 'PostgreSQL is down for a while',
    kills: 0,
    async inject({ cluster: { postgres }, isBrief }) {
      await postgres.stop();
      await elapse(isBrief ? 4_000 : 10_000);
      await postgres.start();
    },
  },
  {
    name: 'PostgreSQL is frozen',
    kills: 0,
    async inject({ cluster: { postgres }, isBrief }) {
      postgres.freeze();
      await elapse(isBrief ? 3_000 : 6_000);
      postgres.thaw();
    },
  },
  {
    name: 'PostgreSQL can not be heard',
    kills: 0,
    async inject({ cluster: { postgres }, isBrief }) {
      postgres.proxy.poison('hole');
      await elapse(isBrief ? 3_000 : 6_000);
      postgres.proxy.poison('none');
    },
  },
  {
    name: 'the network forgets every connection to PostgreSQL',
    kills: 0,
    inject: async ({ cluster: { postgres } }) => postgres.proxy.forget(),
  },
  {
    name: 'answers of PostgreSQL to purchases are lost',
    kills: 0,
    needsStock: true,
    async inject({ cluster: { postgres } }) {
      for (let round = 0; round < 5; round += 1) await postgres.proxy.loseReplyTo('purchase_group');
    },
  },
  {
    name: 'answers of PostgreSQL to a COMMIT are lost',
    kills: 0,
    needsStock: true,
    needsAllStrategies: true,
    async inject({ cluster: { postgres } }) {
      for (let round = 0; round < 5; round += 1) await postgres.proxy.loseReplyTo('COMMIT');
    },
  },
  {
    name: 'PostgreSQL is far away',
    kills: 0,
    async inject({ cluster: { postgres } }) {
      postgres.proxy.slow(150);
      await elapse(2_500);
      postgres.proxy.slow(0);
    },
  },
];
