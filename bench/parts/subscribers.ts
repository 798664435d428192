import { rowOf, type Row } from '../measure/row.ts';
import { runRounds, type Contestant } from '../measure/rounds.ts';
import type { Part } from '../part.ts';
import { readMetrics } from '../setting/metrics.ts';
import { openSetting, type Setting } from '../setting/setting.ts';
import { startWorker } from '../setting/worker.ts';
import { openBuyers, type Answers, type Buyers } from './buyers.ts';

const SUBSCRIBERS = 1_000;
const INTERVAL_MS = 250;
const LOOP_LAG = 'nodejs_eventloop_lag_p99_seconds';

/** A thousand people who look on while a sale is sold out, and while orders are written. */
export const subscribers: Part = {
  name: 'subscribers',
  title: `${SUBSCRIBERS.toLocaleString('en-US')} subscribers to the figures every ${INTERVAL_MS} ms, under load`,
  async measure({ seconds, rounds, say }) {
    await using setting = await openSetting();
    await using buyers = await openBuyers();
    const { books, server } = setting;
    const empty = await books.openSale(1);
    await server.admin.purchase({ saleId: empty, buyerId: 'first' });
    const full = await books.openSale();
    const ground = { setting, buyers, seconds: seconds * 1.5 };
    const audiences = [
      createAudience(ground, { what: 'sold-out purchase', saleId: empty }),
      createAudience(ground, { what: 'REDIS_LUA', saleId: full }),
    ];
    const contestants = audiences.map((audience) => audience.contestant);
    await runRounds(contestants, { rounds: Math.min(rounds, 3), say });
    const confirmed = audiences[1]?.confirmed() ?? 0;
    return {
      rows: audiences.flatMap((audience) => audience.rows()),
      notes: [buyers.note()],
      books: [
        await books.close({ saleId: empty, strategy: 'REDIS_LUA', confirmed: 1 }),
        await books.close({ saleId: full, strategy: 'REDIS_LUA', confirmed }),
      ],
    };
  },
};

interface Found {
  readonly alone: number;
  readonly watched: number;
  readonly framesPerInterval: number;
  readonly lagMs: number;
  readonly loopMs: number;
}

interface Ground {
  readonly setting: Setting;
  readonly buyers: Buyers;
  readonly seconds: number;
}

function createAudience(ground: Ground, { what, saleId }: { what: string; saleId: string }) {
  const found: Found[] = [];
  const { server } = ground.setting;
  let confirmed = 0;
  const rate = ({ answers, answered, seconds }: Answers): number => {
    confirmed += answers['PurchaseConfirmed'] ?? 0;
    return answered / seconds;
  };
  const alone = async () =>
    rate(await ground.buyers.ask(server, { wish: { saleId }, seconds: ground.seconds }));
  const watched = async () => {
    const { answers, ...seen } = await askWatched(ground, saleId);
    return { watched: rate(answers), ...seen };
  };
  const contestant: Contestant = {
    name: what,
    async measure() {
      // With and without in turns: each goes first in every other round.
      const isFirst = found.length % 2 === 0;
      const before = isFirst ? await alone() : null;
      const seen = await watched();
      const each = { alone: before ?? (await alone()), ...seen };
      found.push(each);
      return each.watched / each.alone;
    },
  };
  return { contestant, confirmed: () => confirmed, rows: () => rowsOf(what, found.slice(1)) };
}

async function askWatched({ setting, buyers, seconds }: Ground, saleId: string) {
  const { server } = setting;
  await using audience = await startWorker('subscribers', {
    url: server.url.replace(/^http/, 'ws'),
    saleId,
    count: SUBSCRIBERS,
    intervalMs: INTERVAL_MS,
  });
  // Reading the metric begins it anew, so nobody else may read it meanwhile.
  const unread = { url: server.url, cpuSeconds: () => Promise.resolve(Number.NaN) };
  await readMetrics(server.origin);
  const [answers, { result }] = await Promise.all([
    buyers.ask(unread, { wish: { saleId }, seconds }),
    audience.run({ seconds }),
  ]);
  const loopMs = ((await readMetrics(server.origin)).get(LOOP_LAG) ?? Number.NaN) * 1_000;
  // A frame that comes a moment later than the one before it may fall just out of the time that is counted.
  const due = (seconds * 1_000) / INTERVAL_MS - 1;
  const framesPerInterval = Math.min(1, result.framesMin / due);
  return { answers, framesPerInterval, lagMs: result.lagP99Ms, loopMs };
}

function rowsOf(what: string, found: readonly Found[]): Row[] {
  const of = (pick: (each: Found) => number): number[] => found.map(pick);
  return [
    rowOf({
      what: `${what}, watched`,
      unit: 'answers/s',
      values: of(({ watched }) => watched),
      reference: { what: 'nobody watches', values: of(({ alone }) => alone) },
      target: { atLeast: 0.85 },
    }),
    rowOf({
      what: `${what}: frames in an interval, of who got fewest`,
      unit: '',
      values: of(({ framesPerInterval }) => framesPerInterval),
      target: { atLeast: 0.9 },
    }),
    rowOf({
      what: `${what}: from reading the figures to the subscriber, p99`,
      unit: 'ms',
      values: of(({ lagMs }) => lagMs),
      target: { atMost: 250 },
    }),
    rowOf({
      what: `${what}: event loop late, p99`,
      unit: 'ms',
      values: of(({ loopMs }) => loopMs),
      target: { atMost: 50 },
    }),
  ];
}
