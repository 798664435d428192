import type { Redis } from 'ioredis';
import { channelOf } from '../redis/keys.ts';
import type { Topic, Topics } from './topics.ts';

/** Messages between the replicas of one pair of stores, this one included. */
export interface PubSub extends AsyncDisposable {
  /** Tells every replica. Never throws: while Redis is away only this replica hears it. */
  publish<T extends Topic>(topic: T, message: Topics[T]): void;
  /** Tells every other replica. Resolves with how many it was passed on to; null where nobody knows, or Redis is away. */
  reach<T extends Topic>(topic: T, message: Topics[T]): Promise<number | null>;
  /** Hears every message of a topic until the returned function is called. */
  listen<T extends Topic>(topic: T, listener: (message: Topics[T]) => void): () => void;
}

/** A subscribed connection only waits, and would wait for ever on a network that has forgotten it. */
const PING_EVERY_MS = 1_000;

interface Envelope {
  readonly from: string;
  readonly topic: Topic;
  readonly message: Topics[Topic];
}

/**
 * `subscriber` is a connection of its own: a subscribed one takes no other command. `isCluster`: a node passes messages on
 * to all others, but counts those alone who listen to itself.
 */
export async function createPubSub(options: {
  publisher: Redis;
  subscriber: Redis;
  replicaId: string;
  isCluster: boolean;
}): Promise<PubSub> {
  const { publisher, subscriber, replicaId, isCluster } = options;
  const listeners = new Map<Topic, Set<(message: never) => void>>();

  const deliver = (topic: Topic, message: Topics[Topic]): void => {
    for (const listener of listeners.get(topic) ?? []) listener(message as never);
  };
  subscriber.on('message', (_channel: string, text: string) => {
    const envelope = readEnvelope(text);
    if (envelope !== null && envelope.from !== replicaId) deliver(envelope.topic, envelope.message);
  });
  const channel = channelOf(subscriber.options.db ?? 0);
  await subscriber.subscribe(channel);
  // One that stays unanswered ends the connection, as any command does, and the next one subscribes again.
  const ping = (): void => void (subscriber.status === 'ready' && subscriber.ping().catch(() => undefined));
  const timer = setInterval(ping, PING_EVERY_MS);

  async function reach(topic: Topic, message: Topics[Topic]): Promise<number | null> {
    const envelope: Envelope = { from: replicaId, topic, message };
    const heardBy = await publisher.publish(channel, JSON.stringify(envelope)).catch(() => null);
    // One of those who heard it is our own subscriber.
    return heardBy === null || isCluster ? null : Math.max(0, heardBy - 1);
  }

  return {
    publish(topic, message) {
      deliver(topic, message);
      void reach(topic, message);
    },
    reach,
    listen(topic, listener) {
      const heard = listeners.get(topic) ?? new Set();
      listeners.set(topic, heard);
      heard.add(listener);
      return () => heard.delete(listener);
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await subscriber.unsubscribe(channel).catch(() => undefined);
    },
  };
}

/** Null for what no replica has said: others may use the same Redis, and anybody may speak on a channel. */
function readEnvelope(text: string): Envelope | null {
  try {
    const said = JSON.parse(text) as Partial<Envelope> | null;
    const { from, topic, message } = said ?? {};
    if (
      typeof from !== 'string' ||
      typeof topic !== 'string' ||
      typeof message !== 'object' ||
      message === null
    )
      return null;
    return { from, topic, message };
  } catch {
    return null;
  }
}
