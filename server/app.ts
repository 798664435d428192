import { openEngine } from './engine.ts';
import { createSchema } from './graphql/schema.ts';
import type { Log } from './log.ts';
import type { PoolSizes } from './pools.ts';
import { openWith } from './resources.ts';
import type { RateLimit } from './services/buyer-rate.ts';
import { createIdentity, type BuyerAuth } from './services/identity.ts';
import { ALONE, type Siblings } from './services/siblings.ts';
import { createApollo } from './transport/apollo.ts';
import { createDirectExecution } from './transport/direct-execution.ts';
import { createExport } from './transport/export.ts';
import { openFastLane } from './transport/fast-lane.ts';
import { createGraphiql } from './transport/graphiql.ts';
import { createGraphqlHttp } from './transport/graphql-http.ts';
import { closeGracefully, createHttpServer, listen } from './transport/listener.ts';
import { createProbes } from './transport/probes.ts';
import { readyMadeOperations } from './transport/ready-made.ts';
import { createRouter, only } from './transport/router.ts';
import { openWebsocket } from './transport/websocket.ts';

/** What a replica is made of. Stores are given by URL: who started them stops them. */
export interface AppOptions {
  readonly host: string;
  /** See `server/transport/security.ts`. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** 0 takes any free port. */
  readonly port: number;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly adminToken: string;
  /** The built dashboard; null serves none. */
  readonly clientDir: string | null;
  readonly log: Log;
  readonly auth?: BuyerAuth;
  readonly buyerRate?: RateLimit | undefined;
  readonly pools?: PoolSizes;
  readonly workers?: number;
  readonly siblings?: Siblings;
}

/** A replica that serves. Disposing it drains it: answers for what has begun, nothing new, then every connection closed. */
export interface App extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly host: string;
}

/** Opens a replica: one port for everything. Rejects with EADDRINUSE when the port is taken, and leaves nothing open. */
export function createApp(options: AppOptions): Promise<App> {
  const { host, allowedHosts, log, clientDir, siblings = ALONE } = options;
  return openWith(async (resources) => {
    const address = { url: '' };
    const engine = resources.own(await openEngine({ ...options, targetUrl: () => `${address.url}/graphql` }));
    const { services, metrics } = engine;
    const identity = createIdentity(options.adminToken, options.auth);
    const schema = await createSchema();
    const apollo = createApollo(schema, readyMadeOperations);
    await apollo.start();
    resources.defer(() => apollo.stop());

    const direct = createDirectExecution(schema, readyMadeOperations);
    const operations = { direct, services, identity, log };
    const paths = {
      '/graphql': createGraphqlHttp({ ...operations, apollo }),
      '/graphiql': only(createGraphiql()),
      '/export/': only(createExport({ ledger: services.ledger, identity }), ['GET']),
      ...createProbes(services.health, siblings.wholeMetrics(metrics)),
    };
    const server = createHttpServer(createRouter({ host, allowedHosts, clientDir, paths, log }));
    const lane = openFastLane(server, { ...operations, host, allowedHosts });
    const port = await listen(server, options);
    resources.defer(() => closeGracefully(server, lane));
    // Attacks end before the server does: they are its own clients.
    resources.defer(() => services.attacks[Symbol.asyncDispose]());
    resources.own(openWebsocket({ server, host, allowedHosts, schema, services, identity, metrics, log }));
    address.url = `http://${reachableHost(host)}:${port}`;
    return { url: address.url, port, host, [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose]() };
  });
}

/** The address by which this machine reaches the server. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
