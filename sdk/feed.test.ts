import { expect, test } from 'vitest';
import { createFeed, type FeedSource } from './feed.ts';

function openFeed() {
  const sources: FeedSource<number>[] = [];
  let closed = 0;
  const feed = createFeed<number>((opened) => {
    sources.push(opened);
    return () => void (closed += 1);
  });
  const source = () => {
    const [first] = sources;
    if (first === undefined) throw new Error('not open yet');
    return first;
  };
  return { feed, source, opened: () => sources.length, closed: () => closed };
}

test('nothing is opened before the first read, and one opening serves all reads', async () => {
  const { feed, source, opened } = openFeed();
  expect(opened()).toBe(0);
  const first = feed.next();
  source().put(1);
  expect(await first).toEqual({ done: false, value: 1 });
  source().put(2);
  expect(await feed.next()).toEqual({ done: false, value: 2 });
  expect(opened()).toBe(1);
});

test('a slow reader gets the latest value, and the last one before the end', async () => {
  const { feed, source, closed } = openFeed();
  const first = feed.next();
  for (const value of [1, 2, 3]) source().put(value);
  expect((await first).value).toBe(3);
  for (const value of [4, 5]) source().put(value);
  source().end();
  expect(await feed.next()).toEqual({ done: false, value: 5 });
  expect(await feed.next()).toEqual({ done: true, value: undefined });
  expect(closed()).toBe(1);
});

test('an error comes once, after the value that was waiting', async () => {
  const { feed, source, closed } = openFeed();
  const first = feed.next();
  source().put(1);
  source().fail(new Error('refused'));
  expect((await first).value).toBe(1);
  await expect(feed.next()).rejects.toThrow('refused');
  expect((await feed.next()).done).toBe(true);
  expect(closed()).toBe(1);
});

test('leaving the loop closes, and what comes later is dropped', async () => {
  const { feed, source, closed } = openFeed();
  queueMicrotask(() => source().put(7));
  for await (const value of feed) {
    expect(value).toBe(7);
    break;
  }
  expect(closed()).toBe(1);
  source().put(8);
  expect((await feed.next()).done).toBe(true);
});

test('a read that waits ends when the feed is returned, and one that was never read opens nothing', async () => {
  const { feed } = openFeed();
  const waiting = feed.next();
  await feed.return();
  expect((await waiting).done).toBe(true);
  const unread = openFeed();
  await unread.feed.return();
  expect((await unread.feed.next()).done).toBe(true);
  expect(unread.opened()).toBe(0);
});

test('reads that wait together are served in turn, also at the end', async () => {
  const { feed, source } = openFeed();
  const [first, second, third, fourth] = [feed.next(), feed.next(), feed.next(), feed.next()];
  source().put(1);
  expect((await first).value).toBe(1);
  source().put(2);
  expect((await second).value).toBe(2);
  source().end();
  expect((await third).done).toBe(true);
  expect((await fourth).done).toBe(true);
});
