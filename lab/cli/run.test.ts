import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN_TOKEN, openTestApp, type TestApp } from '../../server/tests/_util/app.ts';
import { cli, type CliEnd } from '../tests/_util/terminal.ts';

let lab: TestApp;
beforeAll(async () => {
  lab = await openTestApp();
});
afterAll(() => lab[Symbol.asyncDispose]());

const SMALL = ['--requests', '160', '--concurrency', '40', '--stock', '20'];
const on = (...args: readonly string[]): Promise<CliEnd> =>
  cli([...args, '--url', lab.app.url], { env: { ADMIN_TOKEN } });

test('an attack with a safe strategy ends with 0 and says what was sold', async () => {
  const { exitCode, stdout, stderr } = await on('attack', '--strategy', 'redis-lua', '--seed', '7', ...SMALL);
  expect(stdout).toMatch(/^EXACT {2}Exactly what there was: 20 of 20 sold/);
  expect(stdout).toMatch(/sold +20 of 20\n/);
  expect(stdout).not.toContain('bought nothing');
  expect(stdout).toMatch(/durable orders +[\d,]+\/s while/);
  expect(stdout).toMatch(/latency +p50 [\d.,]+ ms, p95 [\d.,]+ ms, p99 [\d.,]+ ms/);
  expect(stdout).toContain('--seed 7');
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
});

test('an attack with an unsafe one ends with 1, and --json is one document with the figures', async () => {
  const end = await on('attack', '--strategy', 'NO_LOCK', '--race-window', '20', '--json', ...SMALL);
  expect(end.json()).toMatchObject({
    verdict: 'OVERSOLD',
    exitCode: 1,
    server: lab.app.url,
    attack: { strategy: 'NO_LOCK', requests: 160, raceWindowMs: 20, stock: 20, audit: { stock: 20 } },
  });
  expect(end.json()['attack']).not.toHaveProperty('frames');
  expect(end.stdout).toMatch(/"explanation": "A, buyer-\d+, read /);
  expect(end.stderr).toBe('');
  expect(end.exitCode).toBe(1);
});

test('an attack without a reset meets the sale as it is', async () => {
  await on('attack', ...SMALL);
  const end = await on('attack', '--no-reset', '--requests', '20', '--json');
  expect(end.json()).toMatchObject({ verdict: 'EXACT', attack: { confirmed: 0, soldOut: 20, stock: 20 } });
  const { stdout } = await on('attack', '--no-reset', '--requests', '20');
  expect(stdout).toMatch(/^EXACT [^\n]*\n\n {2}It bought nothing: [^\n]* sold before it\./);
  expect(stdout).toMatch(/\n {2}durable orders +none by this attack\n/);
});

test.each([
  ['--stock', '5'],
  ['--race-window', '7'],
])('%s without the reset that puts it in place is refused: 2', async (option, value) => {
  const { exitCode, stderr } = await on('attack', '--no-reset', option, value, '--requests', '20');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(new RegExp(`'--no-reset' cannot be used with option '${option} <`));
});

test.each([
  ['--token', 'secret-with-a\nline-break'],
  ['--token', 'secret-größer-als-ascii'],
  ['ADMIN_TOKEN', 'secret-with-a\nline-break'],
])('%s that no header can carry is refused in words that do not repeat it: 2', async (source, token) => {
  const given =
    source === '--token' ? { args: ['--token', token], env: {} } : { args: [], env: { ADMIN_TOKEN: token } };
  const end = await cli(['attack', '--url', lab.app.url, ...given.args], { env: given.env });
  expect(end.stderr).toMatch(new RegExp(`^${source} holds no token`));
  expect(end.stdout + end.stderr).not.toContain('secret');
  expect(end.exitCode).toBe(2);
});

test('a rate makes buyers arrive on a schedule', async () => {
  const end = await on('attack', '--rate', '400', '--json', ...SMALL);
  expect(end.json()).toMatchObject({ attack: { model: 'OPEN', targetRequestsPerSecond: 400, sent: 160 } });
  const closed = await on('attack', '--rate', '400', '--model', 'closed', ...SMALL);
  expect(closed).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('OPEN') });
});

test('a comparison ranks the safe ones, keeps the unsafe ones apart, and ends with 0', async () => {
  const options = ['--strategies', 'NO_LOCK,REDIS_LUA', '--rounds', '2', '--race-window', '20'];
  const { exitCode, stdout, stderr } = await on('compare', ...options, ...SMALL);
  expect(stdout).toMatch(/^2 rounds of 160 requests for 20 units; buyers: 40 at once, each waits/);
  expect(stdout).toMatch(/\n1 +REDIS_LUA +EXACT +20 of 20 /);
  expect(stdout).toMatch(/Wrong on purpose:\n +NO_LOCK +OVERSOLD .* units? too many/);
  expect(stdout).toMatch(/\nNO_LOCK, one unit sold twice: .*buyer-0/);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
});

test('a comparison as JSON says what ran on what', async () => {
  const end = await on('compare', '--strategies', 'REDIS_LUA,ROW_LOCK', '--rounds', '1', '--json', ...SMALL);
  const { safe, ...rest } = end.json();
  expect(rest).toMatchObject({
    exitCode: 0,
    settings: { saleId: '1', rounds: 1, requests: 160, concurrency: 40, stock: 20 },
    server: { url: lab.app.url, status: 'ok' },
    machine: { platform: process.platform, node: process.versions.node },
    unsafe: [],
    warnings: [expect.stringContaining("one round can't tell a difference")],
  });
  expect(safe).toHaveLength(2);
  expect(safe).toContainEqual(
    expect.objectContaining({
      strategy: 'REDIS_LUA',
      verdict: 'EXACT',
      rank: expect.any(Number),
      ordersPerSecond: { median: expect.any(Number), low: expect.any(Number), high: expect.any(Number) },
      rounds: [expect.objectContaining({ round: 1, verdict: 'EXACT', sold: 20, isVoid: false })],
    }),
  );
  expect(end.exitCode).toBe(0);
});

test('an audit needs no token, and shows every account', async () => {
  await on('attack', ...SMALL);
  const { exitCode, stdout } = await cli(['audit', '1', '--url', `${lab.app.url}/graphql`]);
  expect(stdout).toMatch(/^EXACT /);
  for (const account of ['stock', 'sold', 'held', 'pooled', 'remaining', 'Redis says', 'oversold', 'drift'])
    expect(stdout).toMatch(new RegExp(`\\n {2}${account} +\\d`));
  expect(exitCode).toBe(0);
  const json = await on('audit', '--json');
  expect(json.json()).toMatchObject({ verdict: 'EXACT', sale: { id: '1' }, audit: { sold: 20 } });
});

test('a sale of which nothing was sold is INCONCLUSIVE: 3', async () => {
  await lab.admin.resetSale({ saleId: '1', stock: 20 });
  expect(await on('audit')).toMatchObject({ exitCode: 3, stdout: expect.stringMatching(/^INCONCLUSIVE/) });
});

test('a terminal gets a bar that goes away again, and colours unless NO_COLOR is set', async () => {
  const args = ['attack', '--url', lab.app.url, ...SMALL];
  const shown = await cli(args, { env: { ADMIN_TOKEN }, isTTY: true });
  expect(shown.stderr).toContain('REDIS_LUA 160 of 160 answered, 20 bought');
  expect(shown.stderr.endsWith('\r\u001B[2K')).toBe(true);
  // Green, or yellow where the machine was too busy to tell.
  expect(['[32mEXACT', '[33mINCONCLUSIVE'].some((words) => shown.stdout.includes(words))).toBe(true);
  const json = await cli([...args, '--json'], { env: { ADMIN_TOKEN, NO_COLOR: '1' }, isTTY: true });
  expect(json.stderr).toBe('');
  const plain = await cli(['audit', '--url', lab.app.url], { env: { NO_COLOR: '1' }, isTTY: true });
  expect(plain.stdout).toMatch(/^EXACT/);
});

test('an unknown strategy ends with 2 and a list of those there are', async () => {
  const { exitCode, stderr } = await on('attack', '--strategy', 'MAGIC');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/no strategy MAGIC[^]*NO_LOCK \(No lock, unsafe\)[^]*REDIS_LUA \(Redis Lua\)/);
});

test('a number out of bounds ends with 2 and the words of the server, as JSON too', async () => {
  const { exitCode, stderr } = await on('attack', '--concurrency', '5000');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/concurrency must be .*2,?000/);
  const json = await on('compare', '--requests', '0', '--json');
  expect(json.json()).toMatchObject({ exitCode: 2, error: { code: 'BAD_USER_INPUT' } });
  expect(json.exitCode).toBe(2);
});

test('a wrong token and a missing one end with 3, and say where it was looked for', async () => {
  const wrong = await cli(['attack', '--url', lab.app.url, '--token', 'not-the-one', ...SMALL]);
  expect(wrong).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(/not the admin token[^]*--token/),
  });
  const missing = await cli(['attack', '--url', lab.app.url, ...SMALL]);
  expect(missing.exitCode).toBe(3);
  expect(missing.stderr).toMatch(/--token or ADMIN_TOKEN[^]*admin-token/);
});

test('a server that was named and does not answer is not replaced: 3', async () => {
  const gone = await openTestApp({}, lab.stores);
  await gone[Symbol.asyncDispose]();
  const { exitCode, stderr, stdout } = await cli(['audit', '--url', gone.app.url]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
  expect(stderr).toMatch(/^No server answers at .*ECONNREFUSED/);
});

test('what answers but is no flash-sale server is told apart', async () => {
  const { exitCode, stderr } = await cli(['audit', '--url', `${lab.app.url}/health/live`]);
  expect(exitCode).toBe(3);
  expect(stderr).toContain('is not a flash-sale server');
});

test.each([
  [[]],
  [['nonsense']],
  [['attack', '--requests', 'many']],
  [['compare', '--rounds', '0']],
  [['audit', '--url', 'ftp://127.0.0.1']],
  [['attack', '--unknown']],
])('%j is bad usage: 2', async (args) => {
  const { exitCode, stderr, stdout } = await cli(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).not.toBe('');
});

test('--version is that of the package, and ends with 0', async () => {
  const manifest = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(await readFile(manifest, 'utf8'));
  expect(await cli(['--version'])).toMatchObject({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
});

test('--help of every command has examples and exit codes, and ends with 0', async () => {
  for (const command of ['serve', 'attack', 'compare', 'audit']) {
    const { exitCode, stdout } = await cli([command, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Examples:\n  flash-sale ${command}`);
    expect(stdout).toContain('Exit code: 0');
  }
});

test('a command that is stopped stops its attack', async () => {
  const stopping = new AbortController();
  const args = ['attack', '--requests', '100000', '--concurrency', '5', '--url', lab.app.url];
  const running = cli(args, { env: { ADMIN_TOKEN }, stopped: stopping.signal });
  const latest = async () => (await lab.client.attacks({ first: 1 }))[0];
  await expect.poll(latest).toMatchObject({ requests: 100_000, state: 'RUNNING' });
  stopping.abort(new Error('enough'));
  expect((await running).stderr).toContain('enough');
  await expect.poll(latest).toMatchObject({ requests: 100_000, state: 'STOPPED' });
});
