import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, type Dashboard, found, openDashboard, skipped, TWICE } from './_util/dashboard.ts';

describe.skipIf('skip' in found)(`the admin token, ${skipped}`, TWICE, () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard();
  });
  afterEach(() => dashboard.closePages());
  afterAll(async () => dashboard?.[Symbol.asyncDispose]());

  test('leaves the address bar and survives a reload', async () => {
    const page = await dashboard.open();
    expect(page.url()).toBe(`${dashboard.url}/`);
    await page.reload();
    await page.getByRole('button', { name: 'Launch attack' }).waitFor();
  });

  test('is asked for where there is none, and can be pasted', async () => {
    const page = await dashboard.visit();
    await page.getByText('Attacks need the admin token').waitFor();
    expect(await page.getByRole('button', { name: 'Launch attack' }).count()).toBe(0);
    await page.getByRole('textbox', { name: 'Admin token' }).fill(ADMIN_TOKEN);
    await page.getByRole('button', { name: 'Use this token' }).click();
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('banner').getByText('Epoch 2', { exact: true }).waitFor();
  });

  test('that the server refuses is forgotten, and the refusal told', async () => {
    const page = await dashboard.visit();
    await page.getByRole('textbox', { name: 'Admin token' }).fill('not-the-token');
    await page.getByRole('button', { name: 'Use this token' }).click();
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('alert').getByText('not the admin token').waitFor();
    expect(await page.getByRole('textbox', { name: 'Admin token' }).inputValue()).toBe('');
  });
});
