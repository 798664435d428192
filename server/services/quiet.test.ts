import { expect, test } from 'vitest';
import type { PubSub } from '../realtime/pub-sub.ts';
import type { Topic, Topics } from '../realtime/topics.ts';
import { createQuiet } from './quiet.ts';

/** Replicas that hear each other without Redis. `frozen` more of them hear and say nothing. */
function createChannel(frozen = 0): () => PubSub {
  const replicas: Map<Topic, ((message: never) => void)[]>[] = [];
  return () => {
    const own = new Map<Topic, ((message: never) => void)[]>();
    replicas.push(own);
    const deliver = <T extends Topic>(to: typeof own, topic: T, message: Topics[T]): void => {
      for (const listener of to.get(topic) ?? []) listener(message as never);
    };
    return {
      publish(topic, message) {
        for (const each of replicas) deliver(each, topic, message);
      },
      async reach(topic, message) {
        const others = replicas.filter((each) => each !== own);
        for (const each of others) deliver(each, topic, message);
        return others.length + frozen;
      },
      listen(topic, listener) {
        own.set(topic, [...(own.get(topic) ?? []), listener]);
        return () => own.delete(topic);
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  };
}

test('whoever asks hears when every replica has done what it owed, and what is still in flight', async () => {
  const join = createChannel();
  let pay = (): void => undefined;
  const owed = new Promise<void>((resolve) => (pay = resolve));
  const one = createQuiet(join(), { own: () => Promise.resolve(), inFlight: () => 1 });
  createQuiet(join(), { own: () => owed, inFlight: () => 2 });
  createQuiet(join(), { own: () => Promise.resolve(), inFlight: () => 4 });
  let settled = false;
  const asking = one.settle().finally(() => (settled = true));
  await Promise.resolve();
  expect(settled).toBe(false);
  pay();
  expect(await asking).toEqual({ inFlight: 7, silent: 0 });
});

test('a replica that is alone waits for nobody', async () => {
  const quiet = createQuiet(createChannel()(), { own: () => Promise.resolve(), inFlight: () => 0 });
  const askedAt = performance.now();
  expect(await quiet.settle()).toEqual({ inFlight: 0, silent: 0 });
  expect(performance.now() - askedAt).toBeLessThan(250);
});

test('one that hears and says nothing is told of, and waited for only so long', async () => {
  const quiet = createQuiet(createChannel(1)(), { own: () => Promise.resolve(), inFlight: () => 0 });
  expect(await quiet.settle()).toEqual({ inFlight: 0, silent: 1 });
});

test('while Redis is away nobody knows who was not asked, and an audit looks again', async () => {
  const alone = createChannel()();
  const away = { ...alone, reach: () => Promise.resolve(null) };
  const quiet = createQuiet(away, { own: () => Promise.resolve(), inFlight: () => 0 });
  expect(await quiet.settle()).toEqual({ inFlight: 0, silent: 1 });
});
