import type { Contestant } from '../measure/rounds.ts';
import { startWorker } from '../setting/worker.ts';
import { createCost, type Asked, type Buyers, type Cost } from './buyers.ts';

/** As the tables have it. */
export const ECHO = 'node:http echo';

/** A bare server to hold a figure against. */
export interface Echo extends AsyncDisposable {
  readonly asked: Asked;
  /** What its answers to the contestant cost. */
  readonly cost: Cost;
  /** Requests a second of these buyers. */
  contestant(buyers: Buyers, options: { seconds: number; strategy?: string }): Contestant;
}

/** Starts one that answers so many bytes to every purchase. */
export async function openEcho(bytes: number): Promise<Echo> {
  const worker = await startWorker('echo', { body: answerOf(bytes) });
  const { url } = (await worker.run({})).result;
  const asked = { url, cpuSeconds: async () => (await worker.run({})).result.cpuSeconds };
  const cost = createCost();
  return {
    asked,
    cost,
    contestant: (buyers, { seconds, ...wish }) => ({
      name: ECHO,
      async measure() {
        const answers = await buyers.ask(asked, { seconds, wish: { saleId: '1', ...wish } });
        cost.add(answers);
        return answers.answered / answers.seconds;
      },
    }),
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}

/** What one answer costs a server and what the echo, in words. */
export function costNote(server: Cost, echo: Cost): string {
  const [mine, bare] = [server.micros(), echo.micros()];
  return `${Math.round(mine)} µs CPU of the server each, the echo ${Math.round(bare)}: ratio ${(bare / mine).toFixed(2)}`;
}

function answerOf(bytes: number): string {
  const bare = JSON.stringify({ data: { purchase: { __typename: 'Echo', message: '' } } });
  return bare.replace('""', `"${'.'.repeat(Math.max(0, bytes - bare.length))}"`);
}
