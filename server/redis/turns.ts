/** How many may be at it, and how long the others stand in line. */
export interface TurnsOptions {
  readonly atOnce: number;
  /** Who comes when so many are waiting is turned away at once. */
  readonly waitingMax: number;
  readonly waitMaxMs: number;
}

/** A line in front of something that only so many may use at once: first come, first served. */
export interface Turns {
  /** Runs the work when its turn comes. `busy`: it did not come in time, and nothing was run. Throws what the work threw. */
  run<Value>(work: () => Promise<Value>): Promise<Value | 'busy'>;
  /** Nobody is at it, and nobody waits. */
  isIdle(): boolean;
}

/** A line with nobody in it. */
export function createTurns({ atOnce, waitingMax, waitMaxMs }: TurnsOptions): Turns {
  const line: (() => void)[] = [];
  let running = 0;

  function turn(): Promise<boolean> {
    if (running < atOnce) {
      running += 1;
      return Promise.resolve(true);
    }
    if (line.length >= waitingMax) return Promise.resolve(false);
    return new Promise((resolve) => {
      const begin = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        line.splice(line.indexOf(begin), 1);
        resolve(false);
      }, waitMaxMs);
      line.push(begin);
    });
  }

  return {
    async run(work) {
      if (!(await turn())) return 'busy';
      try {
        return await work();
      } finally {
        const next = line.shift();
        // The place is handed on: nobody who comes now gets in before those who wait.
        if (next === undefined) running -= 1;
        else next();
      }
    },
    isIdle: () => running === 0,
  };
}

/** A line for each name, which is forgotten when nobody stands in it. */
export interface TurnsByKey {
  run<Value>(key: string, work: () => Promise<Value>): Promise<Value | 'busy'>;
}

/** Lines of one kind. */
export function createTurnsByKey(options: TurnsOptions): TurnsByKey {
  const lines = new Map<string, Turns>();
  return {
    async run(key, work) {
      const turns = lines.get(key) ?? createTurns(options);
      lines.set(key, turns);
      try {
        return await turns.run(work);
      } finally {
        if (turns.isIdle()) lines.delete(key);
      }
    },
  };
}
