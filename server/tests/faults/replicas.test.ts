import { expect, test } from 'vitest';
import { ask } from './ask.ts';
import { until } from './clock.ts';
import { anyOf } from './crowd.ts';
import { isDefinite, type Answer, type Wish } from './history.ts';
import { readOrders } from './observer.ts';
import { replicaFaults } from './replica-faults.ts';
import { roundsOnCluster } from './rounds.ts';

const rounds = roundsOnCluster();
const { random } = rounds;

rounds.test(replicaFaults);

test(
  '50 buyers who ask 20 times each under one key, while a replica is killed, make one order per key',
  { timeout: 150_000 },
  async () => {
    const cluster = rounds.cluster();
    await cluster.restock(1_000);
    const { replicas } = cluster;
    const wishes = Array.from({ length: 50 }, (_, buyer): Wish => {
      const strategy = random.pick(cluster.safeStrategies);
      return { buyerId: `eager-${buyer}`, key: `eager-key-${buyer}`, strategy, quantity: 1, attempts: [] };
    });
    const impatience = wishes.flatMap((wish) =>
      Array.from({ length: 20 }, (_, turn) => ask(wish, turn % 2 === 0 ? replicas[0] : replicas[1])),
    );
    await expect.poll(() => wishes.some(({ attempts }) => attempts.length > 0)).toBe(true);
    await replicas[1].kill();
    await Promise.all(impatience);
    await replicas[1].start();
    // Whoever was turned away, or does not know, asks until there is an end.
    const ends = await Promise.all(wishes.map((wish) => askToTheEnd(wish)));

    const orders = await readOrders(cluster.postgres, 'eager-');
    const ids = new Map(orders.map(({ key, id }) => [key, id]));
    expect([orders.length, ids.size]).toEqual([50, 50]);
    for (const [index, wish] of wishes.entries()) {
      expect(ends[index]).toMatchObject({ kind: 'confirmed', orderId: ids.get(wish.key) });
      expect(await askToTheEnd(wish)).toMatchObject({
        kind: 'confirmed',
        replayed: true,
        orderId: ids.get(wish.key),
      });
      const told = wish.attempts.flatMap(({ answer }) =>
        answer.kind === 'confirmed' ? [answer.orderId] : [],
      );
      expect(new Set(told)).toEqual(new Set([ids.get(wish.key)]));
    }
  },
);

function askToTheEnd(wish: Wish): Promise<Answer> {
  return until(
    `the end of ${wish.key}`,
    async () => {
      const answer = await ask(wish, anyOf(rounds.cluster().replicas, random));
      return answer.kind === 'overloaded' || !isDefinite(answer) ? null : answer;
    },
    { everyMs: 100, maxMs: 60_000 },
  );
}
