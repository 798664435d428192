import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { poolsOf } from '../pools.ts';
import type { Replicas } from '../replicas.ts';
import { startCrew } from './crew.ts';
import { countWithRoom } from './room.ts';

/** Workers load while the stores start; how many there is room for is known then. */
export function loadWorkers(workers: Config['workers'], log: Log): Replicas {
  const crew = startCrew(workers.count, log);
  return {
    async serve(settings) {
      const count = await countWithRoom(settings.databaseUrl, workers);
      const url = await crew.serve({ ...settings, pools: poolsOf(count), workers: count }, count);
      return { url, workers: count };
    },
    [Symbol.asyncDispose]: () => crew[Symbol.asyncDispose](),
  };
}
