import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Dashboard, found, openDashboard, skipped, TWICE } from './_util/dashboard.ts';

type Visit = (options?: BrowserContextOptions) => Promise<Page>;

describe.skipIf('skip' in found)(`GraphiQL, ${skipped}`, TWICE, () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard();
  });
  afterEach(() => dashboard.closePages());
  afterAll(async () => dashboard?.[Symbol.asyncDispose]());

  test('runs the subscription of its ready-made tab', async () => {
    await expectAnswer(await openTab(dashboard.visit, 'WatchStats'), 'sequence');
  }, 60_000);

  test('asks as the admin where the dashboard does', async () => {
    await expectAnswer(await openTab(dashboard.open, 'SyncRedis'), 'redisRemaining');
  }, 60_000);

  test('asks as nobody where there is no token', async () => {
    await expectAnswer(await openTab(dashboard.visit, 'SyncRedis'), 'UNAUTHENTICATED');
  }, 60_000);

  async function openTab(visit: Visit, name: string): Promise<Page> {
    const page = await visit();
    await page.goto(`${dashboard.url}/graphiql`);
    const tab = page.locator('.graphiql-tab-button', { hasText: name });
    await tab.waitFor();
    // The editor is drawn a moment after the tabs.
    await page.locator('.graphiql-editor .view-line').first().waitFor();
    await tab.click({ position: { x: 10, y: 10 } });
    await page.locator('.graphiql-query-editor').getByText(name).first().waitFor();
    return page;
  }

  async function expectAnswer(page: Page, words: string): Promise<void> {
    const execute = page.locator('.graphiql-execute-button');
    await execute.click();
    const answer = page.locator('.result-window .view-lines');
    const see = async (): Promise<string | null> => {
      const text = await answer.textContent();
      // For a moment after a tab was opened GraphiQL takes the operation of the tab before, or none.
      const isIdle = (await execute.getAttribute('aria-label'))?.startsWith('Execute') ?? false;
      if (text?.includes('Cannot infer operation') || (text === '' && isIdle)) await execute.click();
      return text;
    };
    await expect.poll(see, { timeout: 30_000, interval: 1_000 }).toContain(words);
  }
});
