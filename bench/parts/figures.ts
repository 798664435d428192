import { rowOf } from '../measure/row.ts';
import { runRounds, type Contestant } from '../measure/rounds.ts';
import type { Part } from '../part.ts';
import { openSetting } from '../setting/setting.ts';
import { startWorker } from '../setting/worker.ts';
import { openBuyers } from './buyers.ts';

const SHARE_MAX = 0.03;

/** What it costs that every purchase is measured: CPU time, since that is what is spent. */
export const figures: Part = {
  name: 'figures',
  title: 'Histograms, spans and metrics of a purchase, CPU time',
  async measure({ seconds, rounds, say }) {
    await using setting = await openSetting();
    await using buyers = await openBuyers();
    await using worker = await startWorker('figures', { redisUrl: setting.stores.redisUrl });
    const saleId = await setting.books.openSale();
    let confirmed = 0;
    const purchase: Contestant = {
      name: 'purchase',
      async measure() {
        const run = await buyers.ask(setting.server, { wish: { saleId }, seconds });
        confirmed += run.answers['PurchaseConfirmed'] ?? 0;
        return (run.serverCpuSeconds / run.answered) * 1e6;
      },
    };
    const recording: Contestant = {
      name: 'figures',
      async measure() {
        const { result, cpuSeconds } = await worker.run({ seconds: seconds / 2 });
        return (cpuSeconds / result.recorded) * 1e6;
      },
    };
    const found = await runRounds([purchase, recording], { rounds, say });
    const row = rowOf({
      what: 'figures of a purchase',
      unit: 'µs CPU',
      values: found.get(recording.name) ?? [],
      reference: { what: 'the server for a REDIS_LUA purchase', values: found.get(purchase.name) ?? [] },
      target: { atMost: SHARE_MAX },
    });
    const book = await setting.books.close({ saleId, strategy: 'REDIS_LUA', confirmed });
    return { rows: [row], notes: [], books: [book] };
  },
};
