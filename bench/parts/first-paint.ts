import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'];
const PAINT_MAX_MS = 30_000;

/** When something of the page was first to be seen, ms from the navigation, in a new browser each; or why nobody knows. */
export async function firstPaintMs(url: string, times: number): Promise<number[] | string> {
  const path = await findBrowser();
  if (path === null) return 'No Chromium on the PATH or by CHROMIUM_PATH: first paint was not measured.';
  const values: number[] = [];
  while (values.length < times) values.push(await paintIn(path, url));
  return values;
}

async function paintIn(executablePath: string, url: string): Promise<number> {
  const browser = await chromium.launch({ executablePath, args: ARGS });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    const paint = await page.waitForFunction(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
      undefined,
      { timeout: PAINT_MAX_MS },
    );
    return Number(await paint.jsonValue());
  } finally {
    await browser.close();
  }
}

async function findBrowser(): Promise<string | null> {
  const wished = process.env['CHROMIUM_PATH'];
  const names = wished === undefined || wished === '' ? NAMES : [wished];
  for (const name of names) {
    const runs = await promisify(execFile)(name, ['--version']).then(
      () => true,
      () => false,
    );
    if (runs) return absolute(name);
  }
  return null;
}

async function absolute(program: string): Promise<string> {
  if (program.includes('/')) return program;
  return (await promisify(execFile)('sh', ['-c', `command -v ${program}`])).stdout.trim();
}
