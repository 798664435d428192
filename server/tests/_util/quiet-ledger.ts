import { vi } from 'vitest';
import type { TestApp } from './app.ts';

/**
 * Waits until a replica on new stores has put every sale of the seed behind a fence of its own, which it does within a
 * moment of its start: from then on the ledgers tell of nothing but what a test does.
 */
export async function quietLedger({ client }: Pick<TestApp, 'client'>): Promise<void> {
  await vi.waitFor(
    async () => {
      const { edges } = await client.saleEvents({ saleId: '1' });
      if (!edges.some(({ node }) => node.kind === 'rebuild')) throw new Error('the engine has not begun');
    },
    { timeout: 20_000, interval: 20 },
  );
}
