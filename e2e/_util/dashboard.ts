import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { findChromium } from '../../server/tests/_util/chromium.ts';
import { READY, type ServerProcess, startServer } from '../../server/tests/_util/server-process.ts';
import { freshStores } from '../../server/tests/_util/stores.ts';
import { tempDir } from '../../server/tests/_util/temp-dir.ts';

/** The admin token of every server that these tests start. */
export const ADMIN_TOKEN = 'a-token-for-the-tests-of-the-page';

/** The browser of this machine, or why there is none. */
export const found = await findChromium();

/** A sentence for the report when the browser tests can't run. */
export const skipped = 'skip' in found ? `skipped: ${found.skip}` : 'in Chromium';

/**
 * A browser beside two other test files on two cores stands still now and then, and a wait of the test's is over: what fails
 * is tried once more, and the report says so. What is sold is tested without a browser, and never twice.
 */
export const TWICE = { retry: 1 } as const;

/** The page on a real server with stores of its own. The server can be killed, and started again at the same address. */
export interface Dashboard extends AsyncDisposable {
  readonly url: string;
  readonly redisUrl: string;
  /** A page in a context of its own, signed in as the admin. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** The same without a token. */
  visit(options?: BrowserContextOptions): Promise<Page>;
  /** Between two tests: what an earlier one left open takes time from the next. */
  closePages(): Promise<void>;
  killServer(): Promise<void>;
  startServer(): Promise<void>;
}

/** One for each test file. Throws where there is no browser. */
export async function openDashboard(): Promise<Dashboard> {
  if ('skip' in found) throw new Error(found.skip);
  const dir = await tempDir();
  const stores = await freshStores();
  const env = { DATABASE_URL: stores.databaseUrl, REDIS_URL: stores.redisUrl, ADMIN_TOKEN };
  const serve = async (port: string): Promise<{ process: ServerProcess; url: string }> => {
    const process = startServer({ dataDir: dir.path, env: { ...env, PORT: port } });
    const [, url = ''] = await process.said(READY);
    return { process, url };
  };
  let running = await serve('0');
  const browser = await chromium.launch({ executablePath: found.path, args: [...found.args] });
  const visit = (fragment: string, options?: BrowserContextOptions) =>
    newPage(browser, running.url + fragment, options);
  return {
    url: running.url,
    redisUrl: stores.redisUrl,
    open: (options) => visit(`/#token=${ADMIN_TOKEN}`, options),
    visit: (options) => visit('/', options),
    async closePages() {
      for (const context of browser.contexts()) await context.close();
    },
    async killServer() {
      running.process.kill('SIGKILL');
      await running.process.ended;
    },
    async startServer() {
      running = await serve(new URL(running.url).port);
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await running.process[Symbol.asyncDispose]();
      await stores[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
}

async function newPage(browser: Browser, url: string, options?: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByTestId('link').getByText('Live').waitFor();
  return page;
}
