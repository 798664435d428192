import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, openTestApp, type TestApp } from '../../server/tests/_util/app.ts';
import { runSql } from '../../server/tests/_util/sql.ts';
import { tempDir, type TempDir } from '../../server/tests/_util/temp-dir.ts';
import type { Report, RunFacts } from '../report/facts/report.ts';
import { outsiders, wordsOf } from '../tests/_util/report-page.ts';
import { cli, type CliEnd } from '../tests/_util/terminal.ts';

const HOSTILE = `</style><script src="http://x.example/">alert('1')</script>" onload=`;
const LOAD = ['--requests', '160', '--concurrency', '40', '--stock', '20'];
const RACE = ['--race-window', '20'];

let lab: TestApp;
let dir: TempDir;
beforeAll(async () => {
  [lab, dir] = await Promise.all([openTestApp(), tempDir()]);
  await lab.admin.updateProduct({ id: '1', changes: { name: HOSTILE } });
});
afterAll(async () => {
  await lab?.[Symbol.asyncDispose]();
  await dir?.[Symbol.asyncDispose]();
});

const on = (...args: readonly string[]): Promise<CliEnd> =>
  cli([...args, '--url', lab.app.url], { env: { ADMIN_TOKEN }, cwd: dir.path });
const inDir = (name: string): string => join(dir.path, name);

async function read(
  name: string,
): Promise<{ html: string; words: string; report: Report; runs: RunFacts[] }> {
  const html = await readFile(inDir(`${name}.html`), 'utf8');
  const report = JSON.parse(await readFile(inDir(`${name}.json`), 'utf8')) as Report;
  return { html, words: wordsOf(html), report, runs: report.groups.flatMap((group) => [...group.runs]) };
}

/** Orders of a run by the tables alone. */
async function ordersIn(epoch: number | null): Promise<number> {
  const [row] = await runSql<{ orders: number }>(
    lab.stores.databaseUrl,
    `SELECT count(*)::int AS orders FROM
       (SELECT epoch FROM orders UNION ALL SELECT epoch FROM orders_archive) AS every WHERE epoch = $1`,
    [epoch],
  );
  return row?.orders ?? -1;
}

describe('the report of a run', () => {
  test('that oversold has the figures of the audit and of the tables, and its witness drawn', async () => {
    const attack = await on('attack', '--strategy', 'NO_LOCK', ...RACE, ...LOAD, '--report', 'oversold.html');
    expect(attack).toMatchObject({
      exitCode: 1,
      stderr: `Wrote ${inDir('oversold.html')} and ${inDir('oversold.json')}.\n`,
    });
    const { html, words, runs } = await read('oversold');
    const [run] = runs;
    const audit = await lab.client.audit('1');
    const sold = await ordersIn(audit.epoch);
    expect(sold).toBeGreaterThan(20);
    expect(run?.audit).toMatchObject({
      verdict: 'OVERSOLD',
      sold,
      oversold: sold - 20,
      remaining: audit.remaining,
      explanation: audit.explanation,
    });
    expect(run?.soldOverTime.at(-1)?.value).toBe(sold);
    expect(words).toContain(`${sold} of 20 sold`);
    expect(words).toContain(`OVERSOLD by ${sold - 20}`);
    expect(words).toContain(audit.explanation);
    expect(words).toContain(`Sold ${sold} Held 0 Pooled 0 Remaining −${sold - 20}`);
    const [witness] = audit.witnesses;
    expect(run?.witness).toEqual(witness);
    expect(words).toContain(witness?.title);
    expect(html.match(/class="timeline (wide|tall)"/g)).toHaveLength(2);
    expect(words).toContain('here it goes wrong');
  });

  test('that was exact says so, on which machine, and how durable its stores are', async () => {
    const end = await on('attack', '--strategy', 'REDIS_LUA', ...LOAD, '--report', 'exact.html', '--json');
    expect(end).toMatchObject({ exitCode: 0 });
    expect(end.json()).toMatchObject({ verdict: 'EXACT' });
    const { html, words, report, runs } = await read('exact');
    const [run] = runs;
    expect(await ordersIn(run?.epoch ?? null)).toBe(20);
    expect(run?.audit).toMatchObject({ verdict: 'EXACT', sold: 20, remaining: 0, oversold: 0 });
    expect(words).toContain('20 of 20 sold EXACT 20');
    expect(words).toContain(`Requests sent 160`);
    expect(run?.latencyCorrected.count).toBe(160);
    const { environment, ...health } = report.server;
    expect(health).toMatchObject({
      address: new URL(lab.app.url).host,
      version: expect.stringMatching(/^\d/),
    });
    expect(environment).toEqual(await lab.admin.environment());
    const { node, postgresSettings, redisSettings } = await lab.admin.environment();
    const settings = [...postgresSettings, ...redisSettings].map(({ name, value }) => `${name} ${value}`);
    for (const fact of [`Node ${node}`, 'purchases 20', ...settings]) expect(words).toContain(fact);
    expect(html).not.toContain('class="timeline');
  });

  test('loads nothing and runs nothing, whatever a product is called', async () => {
    const { html, words } = await read('exact');
    expect(words).toContain(`${HOSTILE}, sale 1`);
    // The name itself is there, as text; its quotes are not.
    const shown =
      '&lt;/style&gt;&lt;script src=&quot;http://x.example/&quot;&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=';
    expect(html.split(shown)).toHaveLength(2);
    expect(outsiders(html.replace(shown, ''))).toEqual([]);
    expect(html).toContain('default-src &#39;none&#39;');
  });
});

describe('the report of several runs', () => {
  test('ranks those of a comparison as the comparison did', async () => {
    const args = ['--strategies', 'NO_LOCK,REDIS_LUA,ROW_LOCK', '--rounds', '2', ...RACE];
    const end = await on('compare', ...args, ...LOAD, '--json', '--report', 'compared.html');
    const { words, report, runs } = await read('compared');
    expect(report.groups).toHaveLength(1);
    const ranking = report.groups[0]?.ranking;
    expect(ranking?.safe).toEqual(end.json()['safe']);
    expect(ranking?.unsafe).toMatchObject([{ strategy: 'NO_LOCK', verdict: 'OVERSOLD' }]);
    expect(runs).toHaveLength(6);
    for (const run of runs) expect(run.audit?.sold).toBe(await ordersIn(run.epoch));
    expect(words).toContain(
      'Two strategies sold exactly what there was. One sold more than the 20 there were.',
    );
    for (const { strategy, ordersPerSecond } of ranking?.safe ?? []) {
      expect(words).toContain(strategy);
      expect(words).toContain(Math.round(ordersPerSecond?.median ?? 0).toLocaleString('en'));
    }
  });

  test('is about the last ones of the first lab sale where no run is named, under the loads that they had', async () => {
    const end = await on('report', '--json', '--last', '8', '--out', 'last.html');
    expect(end.exitCode).toBe(0);
    const { report, runs } = await read('last');
    expect(end.json()).toEqual(report);
    const newest = await lab.client.attacks({ saleId: '1', first: 8 });
    expect(new Set(runs.map(({ id }) => id))).toEqual(new Set(newest.map(({ id }) => id)));
    expect(report.groups.map(({ sale }) => sale.id)).toEqual(['1']);
  });

  test('is about the named ones, each once, in a file with a name of its own', async () => {
    const [one, other] = await lab.client.attacks({ saleId: '1', first: 2 });
    const named = [one?.id ?? '', other?.id ?? ''];
    const single = await on('report', ...named.slice(0, 1));
    expect(single.stdout).toContain(inDir(`flash-sale-report-run-${one?.id}.html`));
    const both = await on('report', ...named, ...named, '--json', '--out', 'named.html');
    expect(both.json()).toMatchObject({ groups: [{ runs: [{ id: other?.id }, { id: one?.id }] }] });
  });
});

describe('a report is refused with words and 2', () => {
  test.each([
    ['a run that is not there', ['no-such-run', '--out', 'x.html'], /There is no run no-such-run at http/],
    ['a sale that is not there', ['--sale', '77', '--out', 'x.html'], /There is no sale 77 at http/],
    ['a folder that is not there', ['--out', 'nowhere/x.html'], /There is no folder .*nowhere to write/],
    ['a name that a folder has', ['--out', 'folder.html', '--force'], /folder\.html is a folder/],
    ['a file that is no HTML', ['--out', 'x.pdf'], /ends in \.html.* not x\.pdf/],
    ['more runs than the server lists', ['--last', '101'], /from 1 to 100/],
  ])('%s', async (_, args, words) => {
    await mkdir(inDir('folder.html'), { recursive: true });
    const { exitCode, stderr, stdout } = await on('report', ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(words);
  });

  test('a file that is there already, which stays as it is unless --force says otherwise', async () => {
    await writeFile(inDir('kept.json'), 'mine');
    const refused = await on('report', '--out', 'kept.html', '--json');
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('kept.json is there already'),
    });
    expect(refused.json()).toMatchObject({ error: { code: 'BAD_USAGE' } });
    expect(await readFile(inDir('kept.json'), 'utf8')).toBe('mine');
    const before = await lab.client.attacks({ saleId: '1', first: 100 });
    expect(await on('attack', ...LOAD, '--report', 'kept.html')).toMatchObject({ exitCode: 2 });
    expect(await lab.client.attacks({ saleId: '1', first: 100 })).toHaveLength(before.length);
    expect(await on('report', '--out', 'kept.html', '--force')).toMatchObject({ exitCode: 0 });
    expect((await read('kept')).runs.length).toBeGreaterThan(0);
  });

  test('no run at all: 3', async () => {
    const { id } = await lab.admin.createSale({ input: { productId: '1', stock: 5 } });
    const { exitCode, stderr } = await on('report', '--sale', id);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: expect.stringContaining('no run that has ended'),
    });
  });

  test('a run that is under way: 3', async () => {
    const slow = { model: 'OPEN', requestsPerSecond: 1, requests: 90, concurrency: 1 } as const;
    const { id } = await lab.admin.launchAttack({ saleId: '1', strategy: 'ROW_LOCK', ...slow });
    const { exitCode, stderr } = await on('report', id);
    await lab.admin.stopAttack(id);
    for await (const state of lab.client.watchAttack(id)) void state;
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: expect.stringContaining('has not ended yet'),
    });
  });
});

test('export is a command as well, with the file of npm run export', async () => {
  const out = inDir('sale.jsonl');
  const end = await on('export', '--sale', '1', '--out', out);
  const text = await readFile(out, 'utf8');
  expect(end).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining(`${Buffer.byteLength(text).toLocaleString('en')} bytes`),
  });
  const served = await fetch(`${lab.app.url}/export/sales/1.jsonl`, {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
  });
  expect((await served.text()).length).toBe(text.length);
  expect(await on('export', '--sale', 'x')).toMatchObject({ exitCode: 2 });
  expect(await on('export', '--sale', '999', '--out', inDir('none.jsonl'))).toMatchObject({ exitCode: 2 });
  const again = ['export', '--sale', '1', '--format', 'csv', '--out', out];
  expect(await on(...again)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('sale.jsonl is there already'),
  });
  expect(await readFile(out, 'utf8')).toBe(text);
  expect(await on(...again, '--force')).toMatchObject({ exitCode: 0 });
  expect(await readFile(out, 'utf8')).toMatch(/^type,id,/);
});
