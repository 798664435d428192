import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { packageRoot } from '../package-root.ts';

const EXAMPLES = join(packageRoot, 'schema', 'operations-examples');

const WELCOME = `# The whole API of this server. Each tab holds a ready-made operation for one root field: press play.
# Subscriptions stream into the right-hand pane. Operations of the admin are asked with the token that the dashboard
# has in this browser; elsewhere, or for another caller, write under Headers:
#   { "Authorization": "Bearer <the token that the server prints when it starts>" }
query Welcome {
  health { status postgresVersion redisVersion }
  sales { id product { name } state stock remaining redisRemaining epoch }
}
`;

/**
 * The tabs can be dragged, and in newer browsers a plain press already lifts the tab off from under the pointer: the click
 * then goes to the row of tabs, and no tab hears of it. Here it goes on to the button that was pressed. And the title
 * stays on one line. Whoever is the admin on the dashboard (client/lib/token.ts) is it here.
 */
const REPAIRS = `<style>.graphiql-logo { white-space: nowrap }</style>
<script>
let pressed = null;
addEventListener('pointerdown', ({ target, clientX, clientY }) => {
  pressed = { button: target.closest?.('.graphiql-tabs button'), clientX, clientY };
}, true);
addEventListener('click', ({ target, clientX, clientY }) => {
  const still = pressed && Math.hypot(clientX - pressed.clientX, clientY - pressed.clientY) < 5;
  if (still && target.closest?.('.graphiql-tabs') && !target.closest('button')) pressed.button?.click();
});
const send = fetch;
window.fetch = (url, init = {}) => {
  const headers = new Headers(init.headers);
  const token = localStorage.getItem('flash-sale.admin-token');
  if (token && !headers.has('authorization')) headers.set('authorization', 'Bearer ' + token);
  return send(url, { ...init, headers });
};
</script>
</head>`;

/** Answers /graphiql with one self-contained page, 9 MB before compression: made when it is first asked for. */
export function createGraphiql() {
  let page: Promise<{ plain: string; zipped: Buffer }> | null = null;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    page ??= renderPage();
    const { plain, zipped } = await page;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('cache-control', 'no-cache');
    // GraphiQL is one page with its scripts and workers inside it; nothing comes from elsewhere.
    response.setHeader(
      'content-security-policy',
      "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob: data:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'; object-src 'none'; base-uri 'none'",
    );
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
      response.end(plain);
      return;
    }
    response.setHeader('content-encoding', 'gzip');
    response.end(zipped);
  };
}

async function renderPage(): Promise<{ plain: string; zipped: Buffer }> {
  const [{ renderGraphiQL }, examples] = await Promise.all([
    import('@graphql-yoga/render-graphiql'),
    readExamples(),
  ]);
  const page = renderGraphiQL({
    title: 'Flash Sale API',
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    defaultQuery: WELCOME,
    defaultTabs: [{ query: WELCOME }, ...examples.map((query) => ({ query }))],
    shouldPersistHeaders: true,
  });
  const plain = page.replace('</head>', REPAIRS);
  return { plain, zipped: await promisify(gzip)(plain) };
}

async function readExamples(): Promise<string[]> {
  const files = await readdir(EXAMPLES);
  return Promise.all(
    files
      .filter((file) => file.endsWith('.graphql'))
      .toSorted()
      .map((file) => readFile(join(EXAMPLES, file), 'utf8')),
  );
}
