import { openEngine } from '../../server/engine.ts';
import { createLog } from '../../server/log.ts';
import type { Job } from './job.ts';
import { together, type Done, type Together } from './together.ts';

/** One run: purchases by one strategy, straight into the use case. */
export interface EngineInput extends Together {
  readonly saleId: string;
  readonly strategy: string;
  readonly run: string;
}

/** Counts those that were confirmed; an end that nobody knows makes the run worthless. */
export interface EngineDone extends Done {
  readonly unknown: number;
}

const NOBODY = { isAdmin: false, buyerId: null, hasToken: false };

/** The product without HTTP and GraphQL: a replica's use cases in this process. */
export async function openEngineJob(options: {
  databaseUrl: string;
  redisUrl: string;
}): Promise<Job<EngineInput, EngineDone>> {
  const log = createLog({ level: 'error' });
  const engine = await openEngine({ ...options, log, targetUrl: () => '' });
  const { purchases } = engine.services;
  return {
    async run({ saleId, strategy, run, ...how }) {
      let unknown = 0;
      const buy = async (number: number): Promise<boolean> => {
        const buyerId = `b-${run}-${number}`;
        const wish = { saleId, strategy, quantity: 1, buyerId, idempotencyKey: `k-${run}-${number}` };
        const { answer } = await purchases.purchase(wish, NOBODY);
        if (answer.kind === 'inProgress') unknown += 1;
        return answer.kind === 'confirmed';
      };
      const done = await together(how, buy);
      return { ...done, unknown };
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}
