import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Dashboard, found, openDashboard, skipped, TWICE } from './_util/dashboard.ts';

const STEP_MAX_MS = 20_000;

describe.skipIf('skip' in found)(`one statement at a time, ${skipped}`, TWICE, () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard();
  });
  afterEach(() => dashboard.closePages());
  afterAll(async () => dashboard?.[Symbol.asyncDispose]());

  async function openSteps() {
    const page = await dashboard.open({ reducedMotion: 'reduce' });
    page.setDefaultTimeout(STEP_MAX_MS);
    await page.getByRole('link', { name: 'Steps' }).click();
    await page.getByText('you decide who goes next').waitFor();
    return page;
  }

  test('the classic race plays itself and ends oversold', { timeout: STEP_MAX_MS * 2 }, async () => {
    const page = await openSteps();
    await page.getByRole('button', { name: 'The classic race' }).click();
    await page.getByTestId('verdict').getByText('OVERSOLD by 1').waitFor();
    expect(await page.getByTestId('mark').count()).toBe(4);
    expect(await page.getByTestId('steps').getByRole('listitem').count()).toBe(4);
    expect(await page.getByTestId('lanes').getByRole('img').getAttribute('aria-label')).toContain(
      '4: B writes',
    );
  });

  test(
    'keys let A and B go, a wait is shown, and all schedules are run',
    { timeout: STEP_MAX_MS * 3 },
    async () => {
      const page = await openSteps();
      await page.getByRole('radio', { name: /^ROW_LOCK,/ }).check();
      await page.getByRole('button', { name: 'Begin' }).click();
      await page.getByText('Nobody has moved').waitFor();
      const steps = page.getByTestId('steps').getByRole('listitem');
      for (const [index, key] of ['a', 'b'].entries()) {
        await page.keyboard.press(key);
        await steps.nth(index).waitFor();
      }
      await page.getByRole('heading', { name: 'B waits for A.' }).waitFor();
      expect(await page.getByTestId('status-B').innerText()).toContain('waits for A');
      expect(await page.getByRole('button', { name: 'Let B go' }).isDisabled()).toBe(true);
      for (const index of [2, 3]) {
        await page.getByRole('button', { name: 'Let A go' }).click();
        await steps.nth(index).waitFor();
      }
      expect(await steps.nth(1).innerText()).toContain('waited for A until step 4');

      await page.getByRole('button', { name: 'Run all interleavings' }).click();
      await page.getByTestId('explored').getByText('none oversells').waitFor();
      await page.getByRole('radio', { name: /^ROW_LOCK, last verdict EXACT/ }).waitFor();
    },
  );
});
