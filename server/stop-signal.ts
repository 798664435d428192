/** Ctrl-C reaches us from the terminal and once more from npm: signals this close together are one. */
const SAME_SIGNAL_MS = 500;
/** SIGHUP is a terminal that was closed. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The wish of a person or a supervisor that this process ends. */
export interface StopSignal {
  /** Resolves at the first SIGINT, SIGTERM or SIGHUP. */
  readonly requested: Promise<void>;
  /** Aborted then, for whatever takes long. */
  readonly signal: AbortSignal;
}

/** Listens from now on. A second signal ends the process at once, children included. */
export function listenForStop(onFirst: (signal: NodeJS.Signals) => void): StopSignal {
  let firstAt: number | null = null;
  const stop = new AbortController();
  // Words for a terminal that was closed go nowhere, and must not end us before the stores are stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const requested = new Promise<void>((resolve) => {
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (firstAt !== null && performance.now() - firstAt > SAME_SIGNAL_MS)
          process.exit(EXIT_CODES[signal]);
        if (firstAt !== null) return;
        firstAt = performance.now();
        onFirst(signal);
        resolve();
        stop.abort();
      });
    }
  });
  return { requested, signal: stop.signal };
}
