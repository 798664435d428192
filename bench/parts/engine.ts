import { rowOf } from '../measure/row.ts';
import { runRounds, type Contestant } from '../measure/rounds.ts';
import type { Part } from '../part.ts';
import type { Book } from '../setting/books.ts';
import { openSetting, type Setting } from '../setting/setting.ts';
import { startWorker } from '../setting/worker.ts';
import { nextRun } from './buyers.ts';
import { openSingleOrder, SINGLE_ORDER } from './single-order.ts';

/** Enough for a group to be under way while the next ones gather. */
const AT_ONCE = 1_000;
const STRATEGIES = ['GROUP_COMMIT', 'REDIS_LUA'];
const EVALSHA = 'EVALSHA, one at a time';

/** The engine without HTTP and GraphQL: what the stores and the protocol between them allow. */
export const engine: Part = {
  name: 'engine',
  title: `Durable orders of one sale, engine only, ${AT_ONCE.toLocaleString('en-US')} buyers at once`,
  async measure({ seconds, rounds, say }) {
    await using setting = await openSetting();
    await using single = await openSingleOrder(setting, seconds / 2);
    await using evalsha = await startWorker('evalsha', { redisUrl: setting.stores.redisUrl });
    const script: Contestant = {
      name: EVALSHA,
      async measure() {
        const { result } = await evalsha.run({ atOnce: 1, seconds: seconds / 2 });
        return result.done / result.seconds;
      },
    };
    await using sellers = await openEngineSellers(setting, { seconds, atOnce: AT_ONCE });
    const contestants: EngineSeller[] = [];
    for (const strategy of STRATEGIES) contestants.push(await sellers.open(strategy));
    const figures = await runRounds([single.contestant, script, ...contestants], { rounds, say });
    const rows = contestants.flatMap(({ name, micros }) =>
      [SINGLE_ORDER, EVALSHA].map((reference) =>
        rowOf({
          what: name,
          unit: 'orders/s',
          values: figures.get(name) ?? [],
          reference: { what: reference, values: figures.get(reference) ?? [] },
          ...(reference === SINGLE_ORDER ? { target: { atLeast: 20 } } : {}),
          note: `${Math.round(micros())} µs CPU of the engine each`,
        }),
      ),
    );
    const books: Book[] = [];
    for (const { close } of contestants) books.push(await close());
    return { rows, notes: [single.note], books };
  },
};

/** A strategy with a sale of its own. */
export interface EngineSeller extends Contestant {
  /** CPU time of the engine's process for each order so far. */
  micros(): number;
  close(): Promise<Book>;
}

/** An engine in a process of its own. */
export interface EngineSellers extends AsyncDisposable {
  open(strategy: string): Promise<EngineSeller>;
}

/** Starts it on the stores of a setting. */
export async function openEngineSellers(
  { stores, books }: Setting,
  how: { seconds: number; atOnce: number },
): Promise<EngineSellers> {
  const { databaseUrl, redisUrl } = stores;
  const worker = await startWorker('engine', { databaseUrl, redisUrl });
  return {
    async open(strategy) {
      const saleId = await books.openSale();
      let confirmed = 0;
      let unknown = 0;
      let cpuSeconds = 0;
      return {
        name: strategy,
        async measure() {
          const run = await worker.run({ ...how, saleId, strategy, run: nextRun() });
          confirmed += run.result.done;
          unknown += run.result.unknown;
          cpuSeconds += run.cpuSeconds;
          return run.result.done / run.result.seconds;
        },
        micros: () => (cpuSeconds / confirmed) * 1e6,
        close: () => books.close({ saleId, strategy, confirmed, unknown }),
      };
    },
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}
