import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createOutbox, type Line } from './outbox.ts';

const server = createServer();
const sockets = new WebSocketServer({ server });
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  for (const each of sockets.clients) each.terminate();
  sockets.close();
  server.close();
});

const counter = (name: string) => new Counter({ name, help: name, registers: [new Registry()] });
const valueOf = async (of: Counter) => (await of.get()).values[0]?.value;

async function connect() {
  const connected = once(sockets, 'connection') as Promise<[WebSocket, IncomingMessage]>;
  const client = new WebSocket(url);
  const received: string[] = [];
  client.on('message', (data: Buffer) => {
    received.push(data.toString());
    client.emit('received');
  });
  await once(client, 'open');
  const [socket, request] = await connected;
  const line: Line = { socket, raw: request.socket };
  return { client, received, line };
}

/** As long as told, and numbered. */
const payload = (number: number, bytes: number) =>
  Buffer.from(`${JSON.stringify([number, 'x'.repeat(bytes)])}}`);
const numberOf = (text: string | undefined) => (JSON.parse(text ?? '') as { payload: [number] }).payload[0];

test.each([10, 125, 126, 65_535, 65_536, 300_000])(
  'a frame of about %i bytes arrives whole, with its id',
  async (bytes) => {
    const outbox = createOutbox({ sent: counter('sent'), skipped: counter('skipped') });
    const { client, received, line } = await connect();
    const arrived = once(client, 'received');
    const text = payload(1, Math.max(0, bytes - 50));
    outbox.open(line, 'an "id"').put(text);
    await arrived;
    expect(received).toEqual([`{"id":"an \\"id\\"","type":"next","payload":${text.toString()}`]);
  },
);

test('whoever is slow gets the newest frame and misses those between; one frame is buffered at most', async () => {
  const [sent, skipped] = [counter('sent'), counter('skipped')];
  const outbox = createOutbox({ sent, skipped });
  const { client, received, line } = await connect();
  const mailbox = outbox.open(line, 'slow');
  client.pause();
  const frameBytes = 500_000;
  let mostBuffered = 0;
  for (let number = 1; number <= 60; number += 1) {
    mailbox.put(payload(number, frameBytes));
    await new Promise((resolve) => setImmediate(resolve));
    mostBuffered = Math.max(mostBuffered, line.raw.writableLength);
  }
  expect(mostBuffered).toBeGreaterThan(0);
  expect(mostBuffered).toBeLessThan(frameBytes + 100);
  client.resume();
  const isEmpty = new Promise<void>((resolve) => mailbox.whenEmpty(resolve));
  while (received.length === 0 || numberOf(received.at(-1)) < 60) await once(client, 'received');
  await isEmpty;
  expect(received.length).toBeLessThan(60);
  expect(await valueOf(sent)).toBe(received.length);
  expect(await valueOf(skipped)).toBe(60 - received.length);
});

test('a closed mailbox sends nothing, not even what waits', async () => {
  const outbox = createOutbox({ sent: counter('sent'), skipped: counter('skipped') });
  const { client, received, line } = await connect();
  const [left, other] = [outbox.open(line, 'left'), outbox.open(line, 'other')];
  const arrived = once(client, 'received');
  left.put(payload(1, 10));
  left.close();
  other.put(payload(2, 10));
  await arrived;
  expect(received.map(numberOf)).toEqual([2]);
});
