import { statSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv, { type RequestHandler } from 'sirv';
import type { Log } from '../log.ts';
import { createSecurityHeaders, hasTwoHosts, isHostAllowed, type ReachedBy } from './security.ts';

/** Answers one path. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** What stands behind which path; one that ends in a slash has all that is below it. `clientDir` holds the built dashboard; null when it was not built. */
export interface Routes extends ReachedBy {
  readonly clientDir: string | null;
  readonly paths: Readonly<Record<string, Handler>>;
  readonly log: Log;
}

/** Pages of the dashboard, each with things of its own below it: all are the same file, which looks at its address. */
const PAGES = /^\/(witness|compare|steps)(\/[\w.%-]{0,100})?$/;

const READING = ['GET', 'HEAD'] as const;

/** A handler of some methods; the others are answered 405. By default those that read. */
export function only(handle: Handler, methods: readonly string[] = READING): Handler {
  return (request, response) =>
    methods.includes(request.method ?? '') ? handle(request, response) : refuseMethod(response, methods);
}

function refuseMethod(response: ServerResponse, methods: readonly string[]): void {
  const allow = methods.join(', ');
  response.writeHead(405, { allow, 'content-type': 'text/plain; charset=utf-8' });
  response.end(`This address takes ${allow}.\n`);
}

/** One listener for everything on the port: exact paths first, the dashboard's files for the rest. */
export function createRouter({ clientDir, paths, log, ...reachedBy }: Routes): RequestListener {
  const secure = createSecurityHeaders();
  const files = clientDir === null ? null : filesOf(clientDir);
  const notFound = (response: ServerResponse): void => {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('Not found. The dashboard is at /, the API at /graphql, its explorer at /graphiql.\n');
  };

  return (request, response) => {
    toOwnForm(request);
    secure(request, response);
    if (hasTwoHosts(request)) {
      response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
      response.end('A request names one Host.\n');
      return;
    }
    if (!isHostAllowed(request.headers.host, reachedBy)) {
      response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(
        'This server does not answer to that name: set ALLOWED_HOSTS to the names by which it is reached.\n',
      );
      return;
    }
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const handler = handlerOf(paths, path);
    if (handler !== undefined) {
      Promise.resolve(handler(request, response)).catch((error: unknown) => {
        log.error({ err: error }, 'a request failed');
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    } else if (files === null) notFound(response);
    else if (READING.some((method) => method === request.method)) {
      if (PAGES.test(path)) request.url = '/';
      files(request, response, () => notFound(response));
    } else if (path === '/' || PAGES.test(path)) refuseMethod(response, READING);
    else notFound(response);
  };
}

/** A target may come whole, as a proxy has it: then what it names counts, and not the Host beside it (RFC 9112, section 3.2.2). */
function toOwnForm(request: IncomingMessage): void {
  const [, host, rest = ''] = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(request.url ?? '') ?? [];
  if (host === undefined) return;
  request.headers.host = host;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
}

/** The dashboard's files as they are now: sirv lists them once, and a build while the server runs puts others in their place. */
function filesOf(clientDir: string): RequestHandler {
  const index = join(clientDir, 'index.html');
  const builtAt = (): number => statSync(index, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const list = (): RequestHandler => sirv(clientDir, { etag: true, setHeaders: cacheHashedFiles });
  let listed = { at: builtAt(), files: list() };
  return (request, response, next) => {
    const at = builtAt();
    if (at !== listed.at) listed = { at, files: list() };
    listed.files(request, response, next);
  };
}

function handlerOf(paths: Routes['paths'], path: string): Handler | undefined {
  if (Object.hasOwn(paths, path)) return paths[path];
  const folder = Object.keys(paths).find((name) => name.endsWith('/') && path.startsWith(name));
  if (folder !== undefined) return paths[folder];
  // A slash too many, as people put it behind /graphiql.
  const without = path.slice(0, -1);
  return path.endsWith('/') && Object.hasOwn(paths, without) ? paths[without] : undefined;
}

/** Files with a hash in their name never change; the rest is asked for again. */
function cacheHashedFiles(response: ServerResponse, path: string): void {
  response.setHeader(
    'cache-control',
    path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
}
