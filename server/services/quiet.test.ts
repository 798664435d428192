import { expect, test } from 'vitest';
import type { PubSub } from '../realtime/pub-sub.ts';
import type { Topic, Topics } from '../realtime/topics.ts';
import { createQuiet } from './quiet.ts';

const nothing = (): Promise<void> => Promise.resolve();
const IDLE = { own: nothing, inFlight: () => 0 };

/** Replicas that hear each other without Redis. `frozen` more connections hear and say nothing. */
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
  using one = createQuiet(join(), { replicaId: 'one', own: nothing, inFlight: () => 1 });
  using _two = createQuiet(join(), { replicaId: 'two', own: () => owed, inFlight: () => 2 });
  using _three = createQuiet(join(), { replicaId: 'three', own: nothing, inFlight: () => 4 });
  let settled = false;
  const asking = one.settle().finally(() => (settled = true));
  await Promise.resolve();
  expect(settled).toBe(false);
  pay();
  expect(await asking).toEqual({ inFlight: 7, silent: 0 });
});

test('what is in flight is asked of one sale where one is named', async () => {
  const join = createChannel();
  const inFlight = (saleId?: string): number => (saleId === undefined ? 10 : Number(saleId));
  using one = createQuiet(join(), { replicaId: 'one', own: nothing, inFlight });
  using _two = createQuiet(join(), { replicaId: 'two', own: nothing, inFlight });
  expect((await one.settle()).inFlight).toBe(20);
  expect((await one.settle('3')).inFlight).toBe(6);
});

test('a replica that is alone waits for nobody, whoever else listens', async () => {
  using quiet = createQuiet(createChannel(2)(), { replicaId: 'one', ...IDLE });
  const askedAt = performance.now();
  expect(await quiet.settle()).toEqual({ inFlight: 0, silent: 0 });
  expect(performance.now() - askedAt).toBeLessThan(250);
});

test('one that lives, hears and says nothing is told of, and waited for only so long', async () => {
  const join = createChannel(1);
  using quiet = createQuiet(join(), { replicaId: 'one', ...IDLE });
  join().publish('replicaLives', { replicaId: 'frozen' });
  expect(await quiet.settle()).toEqual({ inFlight: 0, silent: 1 });
});

test('one that has stopped, or was seen to die, is not waited for', async () => {
  const join = createChannel(2);
  using quiet = createQuiet(join(), { replicaId: 'one', ...IDLE });
  const two = createQuiet(join(), { replicaId: 'two', ...IDLE });
  join().publish('replicaLives', { replicaId: 'three' });
  two[Symbol.dispose]();
  join().publish('replicaGone', { replicaId: 'three' });
  expect(await quiet.settle()).toEqual({ inFlight: 0, silent: 0 });
});

test('while Redis is away those that were heard of count as silent, and one that is alone is sure', async () => {
  const join = createChannel();
  const away = { ...join(), reach: () => Promise.resolve(null) };
  using quiet = createQuiet(away, { replicaId: 'one', ...IDLE });
  expect(await quiet.settle()).toEqual({ inFlight: 0, silent: 0 });
  join().publish('replicaLives', { replicaId: 'two' });
  expect(await quiet.settle()).toEqual({ inFlight: 0, silent: 1 });
});
