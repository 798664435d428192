import { join } from 'node:path';
import { rowOf } from '../measure/row.ts';
import type { Part } from '../part.ts';
import { startServer } from '../setting/server.ts';
import { openFolder } from '../setting/stores.ts';

/** From `node dist/server/main.js` on a data directory that has been used, until it says that it is ready. */
export const startUp: Part = {
  name: 'start-up',
  title: 'Start of the built server with its own stores, until /health/ready',
  async measure({ rounds, say }) {
    await using folder = await openFolder();
    const start = async (): Promise<number> => {
      const from = performance.now();
      await using server = await startServer({
        env: { DATA_DIR: join(folder.path, 'data'), DATABASE_URL: '', REDIS_URL: '' },
      });
      const { status } = await fetch(`${server.origin}/health/ready`);
      if (status !== 200) throw new Error(`/health/ready answered ${status}`);
      return (performance.now() - from) / 1_000;
    };
    const first = await start();
    const values: number[] = [];
    for (let round = 1; round <= Math.min(rounds, 3); round += 1) {
      values.push(await start());
      say(`round ${round}: ${values.at(-1)?.toFixed(2)} s`);
    }
    return {
      rows: [
        rowOf({ what: 'first start', unit: 's', values: [first], note: 'makes a cluster and its tables' }),
        rowOf({ what: 'second start', unit: 's', values, target: { atMost: 5 } }),
      ],
      notes: [],
      books: [],
    };
  },
};
