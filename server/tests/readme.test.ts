import { execFile, execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../package-root.ts';
import { ADMIN_TOKEN, openTestApp, type TestApp } from './_util/app.ts';
import { tempDir } from './_util/temp-dir.ts';

let lab: TestApp;
beforeAll(async () => {
  lab = await openTestApp();
});
afterAll(() => lab[Symbol.asyncDispose]());

/** What the section on the API tells people to type, in its order. */
async function shellExamples(): Promise<string[]> {
  const readme = await readFile(join(packageRoot, 'README.md'), 'utf8');
  const section = /\n## The API\n([^]*?)\n### /.exec(readme)?.[1] ?? '';
  return [...section.matchAll(/```sh\n([^]*?)```/g)].map((match) => match[1] ?? '');
}

function hasCurl(): boolean {
  try {
    execFileSync('sh', ['-c', 'curl --version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The program that the section on LIVE sales shows. */
async function liveExample(): Promise<string> {
  const readme = await readFile(join(packageRoot, 'README.md'), 'utf8');
  return /\n### Buyers of LIVE sales\n[^]*?```js\n([^]*?)```/.exec(readme)?.[1] ?? '';
}

test('its buyer of a LIVE sale buys', async () => {
  const secret = 'thirty-two characters of a secret';
  await using live = await openTestApp({ auth: { jwtSecret: secret } }, lab.stores);
  const program = (await liveExample()).replace('http://127.0.0.1:4000', live.app.url);
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: packageRoot,
    env: { ADMIN_TOKEN, AUTH_JWT_SECRET: secret },
  });
  expect(stdout).toBe('PurchaseConfirmed\n');
});

test.skipIf(!hasCurl())('its examples work after its first minute, typed one after the other', async () => {
  await lab.admin.resetSale({ saleId: '1', stock: 0 });
  const [reset = '', buy = '', keyed = '', attack = ''] = await shellExamples();
  const { port } = new URL(lab.app.url);
  await using dataDir = await tempDir();
  await writeFile(join(dataDir.path, 'admin-token'), ADMIN_TOKEN);
  const { stdout } = await promisify(execFile)('sh', ['-ec', [reset, buy, keyed, keyed, attack].join('\n')], {
    env: { PATH: process.env['PATH'], PORT: port, DATA_DIR: dataDir.path },
  });
  const answers = stdout.match(/\{"data".*/g)?.join('') ?? '';
  expect(stdout).not.toContain('"errors"');
  expect(answers).toContain('"remaining":100');
  for (const strategy of ['NO_LOCK', 'ROW_LOCK', 'REDIS_LUA'])
    expect(answers).toContain(`"strategy":"${strategy}"`);
  expect(answers.match(/"replayed":(true|false),"order"/g)).toEqual([
    '"replayed":false,"order"',
    '"replayed":true,"order"',
  ]);
  expect(answers).toMatch(/"state":"FINISHED".*"verdict":"/);
});

test('the example program buys from the server on PORT, and says in one line when none is there', async () => {
  const buy = (port: string) =>
    promisify(execFile)(process.execPath, ['examples/buy.mjs'], { cwd: packageRoot, env: { PORT: port } });
  await lab.admin.resetSale({ saleId: '1', stock: 1 });
  const { port } = new URL(lab.app.url);
  expect((await buy(port)).stdout).toMatch(/^ada bought .*, order [\da-f-]{36}\n$/);
  expect((await buy(port)).stdout).toMatch(/^SoldOut: .*\n$/);
  const gone = await openTestApp({}, lab.stores);
  await gone[Symbol.asyncDispose]();
  await expect(buy(new URL(gone.app.url).port)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^No answer: .*ECONNREFUSED.*\n$/),
  });
});
