import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createClient } from './index.ts';
import { startStubFeeds } from './tests/_util/stub-feeds.ts';

const Ticks: TypedDocumentNode<{ ticks: number }, Record<string, never>> = parse(
  'subscription Ticks { ticks }',
);
const Unknown: TypedDocumentNode<{ nothing: number }, Record<string, never>> = parse(
  'subscription Unknown { nothing }',
);

test('a feed gives what the server pushes and ends when the server ends it', async () => {
  await using stub = await startStubFeeds();
  await using client = createClient({ url: stub.url, token: 'secret' });
  const feed = client.subscribe(Ticks, {});
  const first = feed.next();
  await expect.poll(() => stub.subscribers, { timeout: 10_000 }).toBe(1);
  stub.push(1);
  expect((await first).value).toEqual({ ticks: 1 });
  stub.push(2);
  stub.push(null);
  expect((await feed.next()).value).toEqual({ ticks: 2 });
  expect((await feed.next()).done).toBe(true);
  expect(stub.params).toEqual({ Authorization: 'Bearer secret' });
});

test('leaving the loop ends the subscription on the server', async () => {
  await using stub = await startStubFeeds();
  await using client = createClient({ url: stub.url });
  const feed = client.subscribe(Ticks, {});
  const first = feed.next();
  await expect.poll(() => stub.subscribers, { timeout: 10_000 }).toBe(1);
  stub.push(1);
  await first;
  await feed.return();
  await expect.poll(() => stub.subscribers, { timeout: 10_000 }).toBe(0);
});

test('a dropped connection comes back by itself, and says so', async () => {
  await using stub = await startStubFeeds();
  const states: string[] = [];
  await using client = createClient({ url: stub.url, onConnection: (state) => states.push(state) });
  const feed = client.subscribe(Ticks, {});
  const first = feed.next();
  await expect.poll(() => stub.subscribers, { timeout: 10_000 }).toBe(1);
  stub.drop();
  await expect.poll(() => states, { timeout: 10_000 }).toEqual(['open', 'lost', 'open']);
  await expect.poll(() => stub.subscribers, { timeout: 10_000 }).toBe(1);
  stub.push(5);
  expect((await first).value).toEqual({ ticks: 5 });
});

test('a server that is restarted is found again', async () => {
  const before = await startStubFeeds();
  await using client = createClient({ url: before.url });
  const feed = client.subscribe(Ticks, {});
  const first = feed.next();
  await expect.poll(() => before.subscribers, { timeout: 10_000 }).toBe(1);
  await before[Symbol.asyncDispose]();
  await using after = await startStubFeeds(before.port);
  await expect.poll(() => after.subscribers, { timeout: 10_000 }).toBe(1);
  after.push(6);
  expect((await first).value).toEqual({ ticks: 6 });
});

test('a subscription that the server refuses throws', async () => {
  await using stub = await startStubFeeds();
  await using client = createClient({ url: stub.url });
  await expect(client.subscribe(Unknown, {}).next()).rejects.toMatchObject({
    name: 'FlashSaleError',
    kind: 'graphql',
    message: expect.stringContaining('nothing'),
  });
});

test('closing the client ends its feeds, also while it looks for the server', async () => {
  const stub = await startStubFeeds();
  const client = createClient({ url: stub.url });
  const waiting = client.subscribe(Ticks, {}).next();
  await expect.poll(() => stub.subscribers, { timeout: 10_000 }).toBe(1);
  await stub[Symbol.asyncDispose]();
  await client.close();
  expect((await waiting).done).toBe(true);
  expect((await client.subscribe(Ticks, {}).next()).done).toBe(true);
});

test('closing the client ends a feed whose token never comes', async () => {
  await using stub = await startStubFeeds();
  let asked = 0;
  const token = (): Promise<string> => {
    asked += 1;
    return new Promise(() => {});
  };
  const client = createClient({ url: stub.url, token });
  const waiting = client.subscribe(Ticks, {}).next();
  await expect.poll(() => asked, { timeout: 10_000 }).toBe(1);
  await client.close();
  expect((await waiting).done).toBe(true);
});
