import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../package-root.ts';
import { openTestApp, type TestApp } from './_util/app.ts';

let lab: TestApp;
/** Names that /metrics has: those of a histogram with their endings. */
let names: ReadonlySet<string>;
beforeAll(async () => {
  lab = await openTestApp();
  await lab.client.purchase({ saleId: '1', buyerId: 'ada' });
  const text = await (await fetch(`${lab.app.url}/metrics`)).text();
  names = new Set(text.split('\n').flatMap((line) => /^[a-z_]\w*/.exec(line)?.[0] ?? []));
});
afterAll(() => lab[Symbol.asyncDispose]());

// What Prometheus itself says of a target.
const OF_PROMETHEUS = new Set(['up']);

test.each(['alerts.yml', 'grafana/flash-sale.json'])('what %s asks for is in /metrics', async (file) => {
  const text = await readFile(join(packageRoot, 'deploy', 'observe', file), 'utf8');
  const asked = [...text.matchAll(/"?expr"?: (?<expression>.+)/g)].flatMap(({ groups }) =>
    [...(groups?.['expression'] ?? '').matchAll(/\b(?:flash_sale|nodejs|process)_\w+|\bup\b/g)].map(
      ([name]) => name,
    ),
  );
  expect(asked.length).toBeGreaterThan(4);
  expect(asked.filter((name) => !names.has(name) && !OF_PROMETHEUS.has(name))).toEqual([]);
});
