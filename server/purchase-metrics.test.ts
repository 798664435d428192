import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { withMetrics } from './purchase-metrics.ts';
import type { PurchaseEnd } from './services/figures.ts';

const nothing = (): Promise<void> => Promise.resolve();

test('a scrape shows every purchase by its end, and how long they took, as a histogram', async () => {
  const registry = new Registry();
  const passedOn: PurchaseEnd[] = [];
  const figures = withMetrics(
    { record: (end) => void passedOn.push(end), flush: nothing, [Symbol.asyncDispose]: nothing },
    registry,
  );
  const end = { saleId: '1', epoch: 1, strategy: 'ROW_LOCK', quantity: 1 } as const;
  figures.record({ ...end, figure: 'confirmed', latencyMs: 1 });
  figures.record({ ...end, figure: 'confirmed', latencyMs: 40 });
  figures.record({ ...end, figure: 'soldOut', latencyMs: 9_000 });
  expect(passedOn).toHaveLength(3);
  for (const _scrape of [1, 2]) {
    const lines = (await registry.metrics()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '# TYPE flash_sale_purchases_total counter',
        'flash_sale_purchases_total{strategy="ROW_LOCK",end="confirmed"} 2',
        'flash_sale_purchases_total{strategy="ROW_LOCK",end="soldOut"} 1',
        '# TYPE flash_sale_purchase_seconds histogram',
        'flash_sale_purchase_seconds_bucket{le="0.001",strategy="ROW_LOCK"} 1',
        'flash_sale_purchase_seconds_bucket{le="0.025",strategy="ROW_LOCK"} 1',
        'flash_sale_purchase_seconds_bucket{le="0.05",strategy="ROW_LOCK"} 2',
        'flash_sale_purchase_seconds_bucket{le="2.5",strategy="ROW_LOCK"} 2',
        'flash_sale_purchase_seconds_bucket{le="+Inf",strategy="ROW_LOCK"} 3',
        'flash_sale_purchase_seconds_sum{strategy="ROW_LOCK"} 9.041',
        'flash_sale_purchase_seconds_count{strategy="ROW_LOCK"} 3',
      ]),
    );
  }
});
