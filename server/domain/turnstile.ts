/** A statement of Postgres, or commands of Redis that travel together, on the way to the store. */
export interface Passage {
  readonly store: 'POSTGRES' | 'REDIS';
  /** The statement with its placeholders; of Redis the names of the commands. */
  readonly text: string;
  /** The values of the placeholders; of Redis the commands that are sent together, each a list of its name and arguments. */
  readonly values: readonly unknown[];
  /** The process of Postgres that serves the connection; null for Redis. */
  readonly backend: number | null;
}

/** What came back for it. */
export type Answer =
  | { readonly passage: Passage; readonly ok: true; readonly reply: unknown }
  | { readonly passage: Passage; readonly ok: false; readonly error: unknown };

/** Stands between a program and its stores: whatever is on its way to one waits here until it is let through. */
export interface Turnstile {
  /** Runs `send` when its turn has come; resolves and rejects as it does. Rejects once the turnstile is closed. */
  pass<Reply>(passage: Passage, send: () => Promise<Reply>): Promise<Reply>;
}

/** The other side of it: who lets through. */
export interface TurnstileKeeper {
  readonly turnstile: Turnstile;
  /** The first that waits; null when none does. */
  next(): Passage | null;
  /** Let through and not answered yet; null when there is none. */
  underWay(): Passage | null;
  /** Lets the first one through. Only while none is under way. */
  letThrough(): void;
  /** From now on whatever comes waits; before that it passes unseen. */
  hold(): void;
  /** Refuses whoever waits and whoever comes from now on. */
  close(): void;
}

/** Who hears of what happens at a turnstile. */
export interface TurnstileEvents {
  arrived(): void;
  /** Before the program that sent it hears of it. */
  answered(answer: Answer): void;
}

interface Waiting {
  readonly passage: Passage;
  go(): void;
  refuse(): void;
}

/** A turnstile that is open until it is told to hold. */
export function createTurnstile(events: TurnstileEvents): TurnstileKeeper {
  const waiting: Waiting[] = [];
  let mode: 'open' | 'hold' | 'closed' = 'open';
  let underWay: Passage | null = null;

  function answer(given: Answer): void {
    underWay = null;
    events.answered(given);
  }

  function wait<Reply>(passage: Passage, send: () => Promise<Reply>): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        send().then(
          (reply) => {
            answer({ passage, ok: true, reply });
            resolve(reply);
          },
          (error: unknown) => {
            answer({ passage, ok: false, error });
            reject(asError(error));
          },
        );
      };
      waiting.push({ passage, go, refuse: () => reject(closed()) });
      events.arrived();
    });
  }

  return {
    turnstile: {
      pass(passage, send) {
        if (mode === 'open') return send();
        return mode === 'closed' ? Promise.reject(closed()) : wait(passage, send);
      },
    },
    next: () => waiting[0]?.passage ?? null,
    underWay: () => underWay,
    letThrough() {
      const first = underWay === null ? waiting.shift() : undefined;
      if (first === undefined) throw new Error('nothing waits to be let through');
      underWay = first.passage;
      first.go();
    },
    hold() {
      mode = 'hold';
    },
    close() {
      mode = 'closed';
      for (const each of waiting.splice(0)) each.refuse();
    },
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function closed(): Error {
  return new Error('this session of steps was closed');
}
