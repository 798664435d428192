import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dashboard, found, openDashboard, skipped } from './_util/dashboard.ts';

describe.skipIf('skip' in found)(`GraphiQL, ${skipped}`, () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard();
  });
  afterAll(async () => dashboard?.[Symbol.asyncDispose]());

  test('runs the subscription of its ready-made tab', async () => {
    const page = await dashboard.visit();
    await page.goto(`${dashboard.url}/graphiql`);
    const tab = page.locator('.graphiql-tab-button', { hasText: 'WatchStats' });
    await tab.waitFor();
    // The editor is drawn a moment after the tabs.
    await page.locator('.graphiql-editor .view-line').first().waitFor();
    await tab.click({ position: { x: 10, y: 10 } });
    await page.getByText('subscription').first().waitFor();
    const execute = page.locator('.graphiql-execute-button');
    await execute.click();
    const answer = page.locator('.result-window .view-lines');
    const see = async (): Promise<string | null> => {
      const text = await answer.textContent();
      // For a moment after a tab was opened GraphiQL takes the operation of the tab before.
      if (text?.includes('Cannot infer operation')) await execute.click();
      return text;
    };
    await expect.poll(see, { timeout: 30_000, interval: 1_000 }).toContain('sequence');
  }, 60_000);
});
