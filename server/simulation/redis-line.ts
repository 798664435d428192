import type { Gate } from '../redis/gate.ts';
import type { GateModel } from './gate-model.ts';
import { createLine, QUIET, type LineRules } from './line.ts';
import type { Owner } from './scheduler.ts';
import type { Step } from './steps.ts';
import type { Store } from './store.ts';
import type { World } from './world.ts';

/** The timeout of commands that the product's connection has. */
const COMMAND_TIMEOUT_MS = 1_000;

const rules: LineRules = {
  giveUpMs: COMMAND_TIMEOUT_MS,
  refuses: 'redis refuses',
  requestLost: 'redis request lost',
  requestLate: 'redis command late',
  replyLost: 'redis reply lost',
  twice: 'redis command twice',
  refused: () => new Error("Stream isn't writeable and enableOfflineQueue options is false"),
  broken: () => new Error('Connection is closed.'),
  gaveUp: () => new Error('Command timed out'),
};

/** A replica's gate: the commands of `createGate`, each a message of its own, on the model. */
export function createRedisLine(
  world: World,
  options: { owner: Owner; store: Store; model: GateModel },
): Gate {
  const { owner, store, model } = options;
  const line = createLine(world, { owner, store, rules });
  const run = <T>(step: Step, detail: string, work: () => T): Promise<T> =>
    line.call(step, detail, (reply) => reply({ ok: true, value: work() }));
  const { now } = world.scheduler;
  return {
    reserve: (asked) =>
      run('reserve', `${asked.orderId} x${asked.quantity} f${asked.fence}`, () =>
        model.reserve(asked, now()),
      ),
    settle: (asked, giveBack) =>
      run('settle', `${asked.orderId} x${asked.quantity} f${asked.fence} ${giveBack ? 'back' : 'gone'}`, () =>
        model.settle(asked, giveBack),
      ),
    correct: (sale, quantity) =>
      run('correct', `x${quantity} f${sale.fence}`, () => model.correct(sale, quantity)),
    async build(sale, previousFence) {
      await run('build', `${sale.remaining} f${sale.fence}`, () =>
        model.build(sale, sale.remaining, previousFence !== undefined),
      );
      if (previousFence === undefined) return;
      const { saleId } = sale;
      await run('unlink', `f${previousFence}`, () => model.unlink({ saleId, fence: previousFence }));
    },
    read: (saleId, fence) => run('standing', `gate f${fence}`, () => model.read({ saleId, fence })),
    expired: (saleId, fence, countMax) =>
      run('expired', QUIET, () => model.expired({ saleId, fence }, now(), countMax)),
  };
}
