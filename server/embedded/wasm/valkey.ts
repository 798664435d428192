import { createServer, type Server, type Socket } from 'node:net';
import { createConsole } from './console.ts';
import { loadValkey, type ValkeyModule } from './module.ts';
import type { HostOrder } from './protocol.ts';
import { createSocketTable, type SocketTable } from './sockets.ts';

/** Replies leave in the pass after the command's: so many passes before other work gets its turn. */
const PASSES_MAX = 32;
/** Its own clock (expiry, timeouts of blocked clients) runs ten times a second. */
const TICK_MS = 100;

/** A Valkey that listens on 127.0.0.1. */
export interface Valkey {
  readonly port: number;
  /** Writes dump.rdb, then closes. */
  stop(): Promise<void>;
}

/** Runs the module when something happened, and not otherwise. */
function createStepper(module: ValkeyModule): { wake(): void; stop(): void } {
  let scheduled = false;
  let stopped = false;
  const step = (): void => {
    scheduled = false;
    if (stopped) return;
    for (let pass = 0; pass < PASSES_MAX; pass++) if (module.step() <= 0) return;
    wake();
  };
  const wake = (): void => {
    if (scheduled || stopped) return;
    scheduled = true;
    setImmediate(step);
  };
  const timer = setInterval(step, TICK_MS);
  const stop = (): void => {
    stopped = true;
    clearInterval(timer);
  };
  return { wake, stop };
}

function connect(tcp: Socket, { sockets, wake }: { sockets: SocketTable; wake: () => void }): void {
  const socket = sockets.open(tcp);
  const end = (): void => {
    socket.ended = true;
    wake();
  };
  tcp.on('data', (bytes) => {
    socket.received.push(bytes);
    wake();
  });
  tcp.on('drain', () => {
    socket.full = false;
    wake();
  });
  tcp.on('end', end).on('close', end).on('error', end);
  wake();
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

/** Loads what `dir` holds, sets the password, then listens. */
export async function startValkey({ dir, password, port: asked }: HostOrder): Promise<Valkey> {
  const sockets = createSocketTable();
  const module = await loadValkey(dir, sockets);
  const server = createServer({ noDelay: true });
  const port = await listen(server, asked);
  module.boot(port);
  const stepper = createStepper(module);
  const console = createConsole(sockets, stepper.wake);
  await console.run(['CONFIG', 'SET', 'requirepass', password, 'maxmemory-policy', 'noeviction']);
  server.on('connection', (tcp) => connect(tcp, { sockets, wake: stepper.wake }));
  return {
    port,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      await console.run(['AUTH', password]);
      await console.run(['SAVE']).finally(() => {
        stepper.stop();
        sockets.closeAll();
      });
      await closed;
    },
  };
}
