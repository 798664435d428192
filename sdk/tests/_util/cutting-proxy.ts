import { connect, createServer, type AddressInfo } from 'node:net';

/** A TCP proxy that loses answers. */
export interface CuttingProxy extends AsyncDisposable {
  readonly url: string;
  /** Answers that it has lost. */
  readonly cuts: number;
}

/**
 * In front of the server at `target`. The first `losses` connections are cut when the server begins to answer: the
 * server has done what it was asked, and the client never hears of it.
 */
export async function startCuttingProxy(target: string, losses: number): Promise<CuttingProxy> {
  const { hostname, port, pathname } = new URL(target);
  const open = new Set<() => void>();
  let cuts = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const drop = (): void => {
      open.delete(drop);
      client.destroy();
      upstream.destroy();
    };
    open.add(drop);
    client.on('error', drop).on('close', drop).pipe(upstream);
    upstream.on('error', drop).on('close', drop);
    upstream.once('data', (chunk) => {
      if (cuts < losses) {
        cuts += 1;
        return drop();
      }
      client.write(chunk);
      return upstream.pipe(client);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}${pathname}`,
    get cuts() {
      return cuts;
    },
    async [Symbol.asyncDispose]() {
      for (const drop of open) drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
