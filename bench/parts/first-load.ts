import { get } from 'node:http';
import { rowOf, type Row } from '../measure/row.ts';
import type { Effort, Part } from '../part.ts';
import { openSetting } from '../setting/setting.ts';
import { firstPaintMs } from './first-paint.ts';

const ENCODINGS = 'br, gzip';

/** What a visitor waits for: the dashboard's page with what it names, as a browser would ask for it. */
export const firstLoad: Part = {
  name: 'first-load',
  title: 'First load of the dashboard, nothing cached',
  async measure({ rounds, say }: Effort) {
    await using setting = await openSetting();
    const { origin } = setting.server;
    const loads: Load[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const load = await loadPage(origin);
      loads.push(load);
      say(`round ${round}: ${load.bytes} bytes in ${load.ms.toFixed(1)} ms`);
    }
    const files = loads[0]?.files ?? 0;
    const rows: Row[] = [
      rowOf({
        what: 'page and its files',
        unit: 'kB on the wire',
        values: loads.map(({ bytes }) => bytes / 1_000),
        note: `${files} files`,
      }),
      rowOf({ what: 'until they are served', unit: 'ms', values: loads.map(({ ms }) => ms) }),
    ];
    const paints = await firstPaintMs(origin, Math.min(rounds, 3));
    if (typeof paints === 'string') return { rows, notes: [paints], books: [] };
    rows.push(rowOf({ what: 'first contentful paint in Chromium', unit: 'ms', values: paints }));
    return { rows, notes: [], books: [] };
  },
};

interface Load {
  readonly bytes: number;
  readonly files: number;
  readonly ms: number;
}

async function loadPage(origin: string): Promise<Load> {
  const from = performance.now();
  const [page, plain] = await Promise.all([bytesOf(`${origin}/`), fetch(`${origin}/`)]);
  const html = await plain.text();
  const paths = new Set([...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path));
  const sizes = await Promise.all([...paths].map((path) => bytesOf(`${origin}${path}`)));
  return {
    bytes: sizes.reduce((sum, bytes) => sum + bytes, page),
    files: paths.size + 1,
    ms: performance.now() - from,
  };
}

/** Of the body as it is sent: `fetch` would tell its size unpacked. */
function bytesOf(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': ENCODINGS, accept: 'text/html,*/*' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`${url} answered ${response.statusCode}`));
      });
    }).once('error', reject);
  });
}
