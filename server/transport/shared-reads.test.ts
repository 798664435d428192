import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isShared, shareReads } from './shared-reads.ts';

let server: Server;
beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

/** Both ends of a connection. */
async function connected(): Promise<{ client: Socket; served: Socket }> {
  const accepted = once(server, 'connection');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [served] = (await accepted) as [Socket];
  return { client, served };
}

test('this Node reads into the shared memory, and each callback sees what its own socket received', async () => {
  const pairs = [await connected(), await connected()];
  const seen = pairs.map(({ client, served }, index) => {
    const text: string[] = [];
    const reads = shareReads(served, (bytes) => {
      expect(isShared(bytes)).toBe(true);
      text.push(bytes.toString());
    });
    expect(reads).not.toBeNull();
    served.resume();
    client.write(`from ${index}`);
    return text;
  });
  await expect.poll(() => seen).toEqual([['from 0'], ['from 1']]);
  for (const { client } of pairs) client.destroy();
});

test('a paused socket is read from no further, and goes on where it was', async () => {
  const { client, served } = await connected();
  const all = 5_000_000;
  let size = 0;
  shareReads(served, (bytes) => {
    size += bytes.length;
    served.pause();
  });
  served.resume();
  client.end(Buffer.alloc(all));
  await expect.poll(() => size).toBeGreaterThan(0);
  // Whoever asks on another connection is served meanwhile, time and again: so much time there was to read.
  for (let times = 0; times < 20; times += 1) {
    const other = await connected();
    other.client.end('x');
    await once(other.served.resume(), 'end');
  }
  expect(size).toBeLessThanOrEqual(65_536);
  let ended = false;
  served.once('end', () => (ended = true));
  await expect
    .poll(() => {
      served.resume();
      return ended;
    })
    .toBe(true);
  expect(size).toBe(all);
  client.destroy();
});

test('a socket that somebody reads so already is left alone', async () => {
  const { client, served } = await connected();
  expect(shareReads(served, () => undefined)).not.toBeNull();
  expect(shareReads(served, () => undefined)).toBeNull();
  client.destroy();
});

test('after the end of it the socket has data again, in memory of its own', async () => {
  const { client, served } = await connected();
  const shared: string[] = [];
  const reads = shareReads(served, (bytes) => void shared.push(bytes.toString()));
  served.resume();
  client.write('one');
  await expect.poll(() => shared).toEqual(['one']);
  reads?.stop();
  const data = once(served, 'data');
  client.write('two');
  const [bytes] = (await data) as [Buffer];
  expect(bytes.toString()).toBe('two');
  expect(isShared(bytes)).toBe(false);
  expect(shared).toEqual(['one']);
  client.destroy();
});
