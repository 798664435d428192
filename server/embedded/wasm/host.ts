import type { HostOrder, HostReady } from './protocol.ts';
import { startValkey } from './valkey.ts';

// The child process that runs Valkey. It ends with its parent, by whatever way that one went.

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

function start(order: HostOrder): void {
  const valkey = startValkey(order);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void valkey.then((running) => running.stop()).then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop).on('disconnect', stop);
  void valkey.then(({ port }) => process.send?.({ port } satisfies HostReady), fail);
}

process.once('message', start);
