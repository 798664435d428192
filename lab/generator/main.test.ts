import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { forkGenerator } from '../tests/_util/generator-process.ts';
import { planFor } from '../tests/_util/plan.ts';
import { answerWith, startStub } from '../tests/_util/stub-server.ts';

test('ready comes first, reports follow, done is last, and the process ends', async () => {
  const held: (() => void)[] = [];
  await using stub = await startStub((response) => held.push(() => answerWith(response, 'SoldOut')));
  await using generator = forkGenerator(planFor(stub.url, { requests: 4 }));
  await expect
    .poll(() => generator.events.filter(({ type }) => type === 'progress').length, { timeout: 10_000 })
    .toBeGreaterThan(2);
  for (const answer of held) answer();
  expect(await generator.exited).toBe(0);
  const types = generator.events.map(({ type }) => type);
  expect([types[0], types[1], types.at(-1)]).toEqual(['ready', 'progress', 'done']);
  expect(generator.events.at(-1)).toMatchObject({
    report: { sent: 4, answered: 4, soldOut: 4, inFlight: 0 },
  });
});

test('a stop ends it with a report, before its first purchase as well', async () => {
  await using stub = await startStub(() => {});
  await using generator = forkGenerator(planFor(stub.url));
  generator.send({ type: 'stop' });
  expect(await generator.exited).toBe(0);
  expect(generator.events.at(-1)).toMatchObject({
    type: 'done',
    report: { confirmed: 0, answered: 0, inFlight: 0 },
  });
});

test('a plan for another host fails, and nothing is sent', async () => {
  await using generator = forkGenerator(planFor('http://192.0.2.1/graphql'));
  expect(await generator.exited).toBe(0);
  expect(generator.events).toEqual([
    { type: 'failed', message: expect.stringContaining('this machine only') },
  ]);
});

test('it ends when its parent is gone', async () => {
  await using stub = await startStub(() => {});
  await using generator = forkGenerator(planFor(stub.url));
  await expect.poll(() => stub.purchases.length, { timeout: 10_000 }).toBe(4);
  generator.disconnect();
  expect(await generator.exited).toBe(0);
});

test('a proxy in the environment is ignored', async () => {
  let proxied = 0;
  const proxy = createServer((socket) => {
    proxied += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const env = {
    HTTP_PROXY: `http://127.0.0.1:${port}`,
    http_proxy: `http://127.0.0.1:${port}`,
    NODE_USE_ENV_PROXY: '1',
    NO_PROXY: '',
    no_proxy: '',
  };
  await using stub = await startStub((response) => answerWith(response, 'SoldOut'));
  await using generator = forkGenerator(planFor(stub.url), env);
  expect(await generator.exited).toBe(0);
  expect(generator.events.at(-1)).toMatchObject({ type: 'done', report: { answered: 20 } });
  expect(proxied).toBe(0);
  proxy.close();
});
