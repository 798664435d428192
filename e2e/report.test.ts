import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient, type PurchaseStrategy, type Verdict } from '../sdk/index.ts';
import { tempDir, type TempDir } from '../server/tests/_util/temp-dir.ts';
import { RUN_MAX_MS } from './_util/attack.ts';
import { seriousViolations } from './_util/axe.ts';
import { ADMIN_TOKEN, type Dashboard, found, openDashboard, skipped, TWICE } from './_util/dashboard.ts';

const LOAD = { requests: 60, concurrency: 60, stock: 10, raceWindowMs: 200 };
const TRIES_MAX = 6;
const EXCESS = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

describe.skipIf('skip' in found)(`a report, ${skipped}`, TWICE, () => {
  let dashboard: Dashboard;
  let dir: TempDir;
  beforeAll(async () => {
    [dashboard, dir] = await Promise.all([openDashboard(), tempDir()]);
    await attackUntil('EXACT', 'REDIS_LUA');
    await attackUntil('OVERSOLD', 'NO_LOCK');
  }, RUN_MAX_MS * 4);
  afterEach(() => dashboard.closePages());
  afterAll(async () => {
    await dashboard?.[Symbol.asyncDispose]();
    await dir?.[Symbol.asyncDispose]();
  });

  /** Attacks until a run ends so: on a machine that is busy with other tests buyers may be turned away. */
  async function attackUntil(verdict: Verdict, strategy: PurchaseStrategy): Promise<void> {
    await using client = createClient({ url: `${dashboard.url}/graphql`, token: ADMIN_TOKEN });
    for (let again = 0; again < TRIES_MAX; again += 1) {
      const { id } = await client.launchAttack({ saleId: '1', strategy, ...LOAD });
      for await (const { audit } of client.watchAttack(id)) if (audit?.verdict === verdict) return;
    }
    throw new Error(`no run of ${strategy} was ${verdict}`);
  }

  /** Saves what a button of the dashboard makes, and answers with its path. */
  async function saved(page: Page, button: string | RegExp): Promise<string> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).first().click(),
    ]);
    const path = join(dir.path, download.suggestedFilename());
    await download.saveAs(path);
    return path;
  }

  /** Opens a file as its reader would; `complaints` is whatever the browser asked the network for or said of it. */
  async function openFile(path: string, options?: BrowserContextOptions) {
    const page = await (await dashboard.visit(options)).context().newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(path).href) complaints.push(request.url());
    });
    await page.goto(pathToFileURL(path).href);
    return { page, complaints };
  }

  test(
    'of the command line opens from the disk, light and dark, on a phone and on paper',
    { timeout: RUN_MAX_MS * 2 },
    async () => {
      const path = join(dir.path, 'report.html');
      const args = ['dist/lab/cli/main.js', 'report', '--url', dashboard.url, '--token', ADMIN_TOKEN];
      await promisify(execFile)(process.execPath, [...args, '--out', path]);
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, complaints } = await openFile(path, { colorScheme });
        await page.getByRole('heading', { name: 'Measured on' }).waitFor();
        for (const width of [390, 768, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          expect(await page.evaluate(EXCESS), `${width}`).toBe(0);
          const drawn = await page.locator('svg.timeline:visible').count();
          expect(drawn, `${width}`).toBe(await page.locator('.witness h3').count());
          expect(drawn).toBeGreaterThan(0);
        }
        expect(await seriousViolations(page)).toEqual([]);
        await page.emulateMedia({ media: 'print' });
        const ground = 'getComputedStyle(document.querySelector(".group")).backgroundColor';
        expect(await page.evaluate(ground)).toBe('rgb(255, 255, 255)');
        expect(complaints).toEqual([]);
      }
    },
  );

  test('of a run is saved from its card, and is that run alone', { timeout: RUN_MAX_MS }, async () => {
    const path = await saved(await dashboard.open(), /^Save report of NO_LOCK of/);
    expect(path).toMatch(/flash-sale-report-run-[\w-]+\.html$/);
    const { page, complaints } = await openFile(path);
    expect(await page.getByRole('article').count()).toBe(1);
    const text = await page.locator('body').innerText();
    expect(text).toMatch(/of 10 sold\s+OVERSOLD by \d+/);
    expect(text).toContain('without looking again');
    expect(text).toContain('synchronous_commit');
    expect(complaints).toEqual([]);
  });

  test(
    'of a comparison is saved by a visitor, who is not told the machine',
    { timeout: RUN_MAX_MS },
    async () => {
      const visitor = await dashboard.visit();
      await visitor.getByRole('link', { name: 'Compare' }).click();
      const headline = await visitor.getByTestId('headline').innerText();
      const { page, complaints } = await openFile(await saved(visitor, 'Save report of this comparison'));
      const text = await page.locator('body').innerText();
      expect(text).toContain(headline);
      expect(text).toContain('told to the admin only');
      expect(text).not.toContain('synchronous_commit');
      expect(await page.getByRole('article').count()).toBeGreaterThan(1);
      expect(complaints).toEqual([]);
    },
  );

  test('that could not be made is told, and can be asked for again', { timeout: RUN_MAX_MS }, async () => {
    const page = await dashboard.open();
    const button = page.getByRole('button', { name: /^Save report of NO_LOCK of/ }).first();
    await button.waitFor();
    await page.route('**/graphql', (route) => route.abort());
    const told = page.getByRole('alert').getByText('The server did not answer');
    // On a busy machine the cards may still be on their way, and be made anew after the click.
    const askUntilTold = async (): Promise<boolean> => {
      if (await told.isVisible()) return true;
      await button.click();
      return false;
    };
    await expect.poll(askUntilTold, { timeout: RUN_MAX_MS, interval: 500 }).toBe(true);
    await page.unroute('**/graphql');
    await saved(page, /^Save report of NO_LOCK of/);
  });
});
