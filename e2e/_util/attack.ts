import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** An attack small enough for a busy machine, and wide enough in its race to oversell on any. */
export interface AttackFields {
  readonly strategy: string;
  readonly requests?: number;
  readonly concurrency?: number;
  readonly stock?: number;
  readonly raceWindowMs?: number;
  /** Buyers arrive by the clock; left out, each waits for its answer. */
  readonly requestsPerSecond?: number;
}

/** A run on a machine that is busy with other tests. */
export const RUN_MAX_MS = 60_000;

/** Fills in the form and launches. */
export async function launch(page: Page, fields: AttackFields): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(`^${fields.strategy},`) }).check();
  await page.getByRole('textbox', { name: 'Requests' }).fill(String(fields.requests ?? 180));
  await page.getByRole('textbox', { name: 'Concurrency' }).fill(String(fields.concurrency ?? 60));
  await page.getByRole('textbox', { name: 'Stock' }).fill(String(fields.stock ?? 100));
  await page.getByRole('textbox', { name: 'Race window' }).fill(String(fields.raceWindowMs ?? 50));
  if (fields.requestsPerSecond !== undefined) {
    await page.getByRole('radio', { name: 'Open', exact: true }).check();
    await page.getByRole('textbox', { name: 'Arriving' }).fill(String(fields.requestsPerSecond));
  }
  await page.getByRole('button', { name: 'Launch attack' }).click();
}

/** The words of the verdict beside the big number, once the run (and its slow motion) has ended. */
export async function verdictOf(page: Page, strategy: string): Promise<string> {
  const newest = page.getByTestId('run').first();
  await newest
    .and(page.locator(`[data-strategy="${strategy}"][data-verdict-is]`))
    .waitFor({ timeout: RUN_MAX_MS })
    .catch(async (error: unknown) => {
      const shown = await page.locator('body').innerText();
      throw new Error(`No verdict on ${strategy}; the page says:\n${shown}`, { cause: error });
    });
  const slider = page.getByRole('slider', { name: 'Moment of the run' });
  await expect.poll(() => slider.inputValue(), { timeout: RUN_MAX_MS }).toBe('200');
  return page
    .getByTestId('verdict')
    .filter({ hasNotText: /QUEUED|RUNNING|REPLAY|READY|SOLD OUT/ })
    .innerText();
}

/** As `verdictOf`, of a run that says something: with other tests beside it the load generator may be what was too slow. */
export async function conclusionOf(page: Page, strategy: string): Promise<string> {
  const runs = page.getByTestId('run');
  let verdict = await verdictOf(page, strategy);
  for (let again = 0; verdict.startsWith('INCONCLUSIVE') && again < 5; again += 1) {
    const before = await runs.count();
    await page.getByRole('button', { name: /^Launch( attack)?$/ }).click();
    await expect.poll(() => runs.count(), { timeout: RUN_MAX_MS }).toBeGreaterThan(before);
    verdict = await verdictOf(page, strategy);
  }
  return verdict;
}
