import { rowOf } from '../measure/row.ts';
import { runRounds, type Contestant } from '../measure/rounds.ts';
import type { Part } from '../part.ts';
import type { Book } from '../setting/books.ts';
import { openSetting } from '../setting/setting.ts';
import { startWorker } from '../setting/worker.ts';
import type { ByHandWay } from '../worker/by-hand.ts';
import { nextRun } from './buyers.ts';
import { openEngineSellers, type EngineSeller } from './engine.ts';

const AT_ONCE = 100;
/** As many as the product's purchase pool has. */
const CONNECTIONS = 20;

const PAIRS: readonly { strategy: string; way: ByHandWay }[] = [
  { strategy: 'ROW_LOCK', way: 'rowLock' },
  { strategy: 'CONDITIONAL_UPDATE', way: 'guarded' },
];

/** What keys, fences, limits, figures and TypeORM cost on top of the same statements. */
export const byHand: Part = {
  name: 'by-hand',
  title: `The same transactions by hand on pg, ${CONNECTIONS} connections each, without HTTP`,
  async measure({ seconds, rounds, say }) {
    await using setting = await openSetting();
    await using worker = await startWorker('byHand', { databaseUrl: setting.stores.databaseUrl });
    await using sellers = await openEngineSellers(setting, { seconds, atOnce: AT_ONCE });
    const contestants: Contestant[] = [];
    const engineSellers: EngineSeller[] = [];
    for (const { strategy, way } of PAIRS) {
      const seller = await sellers.open(strategy);
      const saleId = await setting.books.openSale();
      const hand: Contestant = {
        name: way,
        async measure() {
          const how = { way, saleId, run: nextRun(), connections: CONNECTIONS, atOnce: AT_ONCE };
          const { result } = await worker.run({ ...how, seconds });
          return result.done / result.seconds;
        },
      };
      engineSellers.push(seller);
      contestants.push(hand, seller);
    }
    const figures = await runRounds(contestants, { rounds, say });
    const rows = PAIRS.map(({ strategy, way }) =>
      rowOf({
        what: strategy,
        unit: 'orders/s',
        values: figures.get(strategy) ?? [],
        reference: { what: 'by hand', values: figures.get(way) ?? [] },
        target: { atLeast: 0.9 },
      }),
    );
    const books: Book[] = [];
    for (const { close } of engineSellers) books.push(await close());
    return { rows, notes: [], books };
  },
};
