import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelOf } from '../redis/keys.ts';
import { createResources } from '../resources.ts';
import { freshStores } from '../tests/_util/stores.ts';
import { createPubSub, type PubSub } from './pub-sub.ts';

const resources = createResources();
let redisUrl: string;
beforeAll(async () => void ({ redisUrl } = resources.own(await freshStores())));
afterAll(() => resources[Symbol.asyncDispose]());

function connect(db: number): Redis {
  const redis = new Redis(redisUrl, { db });
  resources.defer(() => redis.disconnect());
  return redis;
}

/** A replica that keeps its keys in one of the databases of this Redis, and what it hears of sales. */
async function join(replicaId: string, db = 0): Promise<{ pubSub: PubSub; heard: string[] }> {
  const lines = { publisher: connect(db), subscriber: connect(db) };
  const pubSub = resources.own(await createPubSub({ ...lines, replicaId, isCluster: false }));
  const heard: string[] = [];
  pubSub.listen('saleChanged', ({ saleId }) => heard.push(saleId));
  return { pubSub, heard };
}

test('what no replica has said is not heard, and harms nobody', async () => {
  const [{ pubSub }, { heard }] = [await join('a'), await join('b')];
  const stranger = connect(0);
  for (const text of ['x', '', 'null', '7', '{}', '{"from":"c","topic":"saleChanged"}', '[]'])
    await stranger.publish(channelOf(0), text);
  pubSub.publish('saleChanged', { saleId: '1' });
  await expect.poll(() => heard).toEqual(['1']);
});

test('replicas with another database of the same Redis are strangers', async () => {
  const [{ pubSub: here }, there] = [await join('c', 1), await join('d', 2)];
  const alike = await join('e', 2);
  expect(await here.reach('saleChanged', { saleId: 'here' })).toBe(0);
  alike.pubSub.publish('saleChanged', { saleId: 'there' });
  await expect.poll(() => there.heard).toEqual(['there']);
});
