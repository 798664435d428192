import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launch, RUN_MAX_MS, verdictOf } from './_util/attack.ts';
import { type Dashboard, found, openDashboard, skipped, TWICE } from './_util/dashboard.ts';

describe.skipIf('skip' in found)(`a lost connection, ${skipped}`, TWICE, () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard();
  });
  afterEach(() => dashboard.closePages());
  afterAll(async () => dashboard?.[Symbol.asyncDispose]());

  test(
    'is told, and the page comes back by itself when the server does',
    { timeout: RUN_MAX_MS * 2 },
    async () => {
      const page = await dashboard.open({ reducedMotion: 'reduce' });
      let sockets = 0;
      page.on('websocket', () => sockets++);
      await page.reload();
      await launch(page, { strategy: 'REDIS_LUA' });
      await verdictOf(page, 'REDIS_LUA');
      expect(sockets).toBe(1);

      await dashboard.killServer();
      await page.getByText(/Connection lost \d+ s ago/).waitFor();
      const banner = await page.getByTestId('lost').innerText();
      expect(banner).toContain('What has become of the sale since is not known here.');
      expect(banner).not.toContain('goes on');
      await page.getByText(/Next try in|Trying now/).waitFor();
      await page.getByTestId('link').getByText('Disconnected').waitFor();
      expect(await page.getByRole('button', { name: 'Launch attack' }).isDisabled()).toBe(true);
      expect(await page.getByRole('button', { name: 'Reset' }).isDisabled()).toBe(true);

      await dashboard.startServer();
      await page.getByTestId('link').getByText('Live').waitFor({ timeout: RUN_MAX_MS });
      await page.getByText(/Connection lost/).waitFor({ state: 'hidden' });

      // Fresh figures, not the last frame: a new epoch shows.
      const epoch = page.getByRole('banner').getByText(/^Epoch \d+$/);
      const before = await epoch.innerText();
      await page.getByRole('button', { name: 'Reset' }).click();
      await epoch.filter({ hasNotText: before }).waitFor();
    },
  );

  test('a store that does not answer is said to be away', { timeout: RUN_MAX_MS }, async () => {
    const redis = new Redis(dashboard.redisUrl);
    const page = await dashboard.open();
    const told = page.getByRole('banner');
    await told.getByText(/^Redis \d/).waitFor();
    await redis.client('PAUSE', 5_000, 'ALL');
    redis.disconnect();
    await told.getByText('Redis away').waitFor({ timeout: RUN_MAX_MS });
    await told.getByText(/^Redis \d/).waitFor({ timeout: RUN_MAX_MS });
  });
});
