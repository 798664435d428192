import { isIP } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Headers of every answer. Pages load nothing from elsewhere; styles may be set on elements, scripts never inline. */
export function createSecurityHeaders() {
  const apply = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    // The default start is plain HTTP on this machine.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  });
  return (request: IncomingMessage, response: ServerResponse): void => {
    // An answer of the API is no page: what protects pages would only make it longer.
    if (request.url === '/graphql') response.setHeader('x-content-type-options', 'nosniff');
    else apply(request, response, () => undefined);
  };
}

/** Whether two readers of a request may disagree about whom it is for. */
export function hasTwoHosts(request: IncomingMessage): boolean {
  return (request.headersDistinct['host']?.length ?? 0) > 1;
}

/** By which names a server is reached. */
export interface ReachedBy {
  /** The address that it listens on. */
  readonly host: string;
  /** Names besides, without port and in lower case. Absent: all, unless it listens on loopback. */
  readonly allowedHosts?: readonly string[] | undefined;
}

/**
 * Whether a request names this server as its host. A server on loopback, or one that was told its names, is reached under
 * those and loopback names only: else a page elsewhere could point its own name here (DNS rebinding) and speak for the
 * person in front of the browser.
 */
export function isHostAllowed(header: string | undefined, { host, allowedHosts }: ReachedBy): boolean {
  const name = hostName(header);
  const bound = inHeader(host.toLowerCase());
  if (LOOPBACK.has(name) || name === bound) return true;
  // Nobody points an address elsewhere: whoever wrote this one, a scraper say, has reached this machine by it.
  if (!isLoopback(bound) && isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0) return true;
  return allowedHosts?.some((each) => inHeader(each) === name) ?? !isLoopback(bound);
}

/** Whether a browser's page of this server opens the socket; a client without an Origin is no browser. */
export function isOriginAllowed(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** An address of IPv6 stands in brackets there. */
/** 127.0.0.0/8 too, and as an IPv4 address in one of IPv6. */
function isLoopback(name: string): boolean {
  return LOOPBACK.has(name) || /^(?:\[::ffff:)?127\.\d/.test(name);
}

function inHeader(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function hostName(host: string | undefined): string {
  return (host ?? '').replace(/:\d+$/, '').toLowerCase();
}
