import type { Registry } from 'prom-client';
import type { Health } from '../services/health.ts';
import { only, type Handler } from './router.ts';

/** The paths that machines ask: is it alive, can it serve, what are its figures. */
export function createProbes(
  health: () => Promise<Health>,
  metrics: Pick<Registry, 'contentType' | 'metrics'>,
): Readonly<Record<string, Handler>> {
  return {
    '/health/live': only((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"status":"ok"}');
    }),
    '/health/ready': only(async (_request, response) => {
      const report = await health();
      response.writeHead(report.status === 'ok' ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify(report));
    }),
    '/metrics': only(async (_request, response) => {
      response.setHeader('content-type', metrics.contentType);
      response.end(await metrics.metrics());
    }),
  };
}
