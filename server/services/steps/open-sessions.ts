import { uuidv7 } from '../../domain/ids.ts';
import type { StepSession } from '../../domain/steps.ts';
import type { SteppedSession } from './session.ts';
import type { Stage } from './stage.ts';

/** The sessions that are open, each closed when nobody touches it for a while. */
export interface OpenSessions {
  count(): number;
  /** Keeps one from now on; answers with its id. */
  add(stage: Stage, session: SteppedSession): string;
  /**
   * Does something with a session once what was asked before is done, and shows it as it is then. Null for no such
   * session. Throws what the work threw.
   */
  use(id: string, work: (session: SteppedSession) => Promise<void>): Promise<StepSession | null>;
  /** False when there was none. */
  close(id: string): Promise<boolean>;
  closeAll(): Promise<void>;
}

interface Open {
  readonly stage: Stage;
  readonly session: SteppedSession;
  /** What is done with it, one after the other. */
  busy: Promise<unknown>;
  closesAt: Date;
  timer: NodeJS.Timeout | undefined;
}

/** None yet. */
export function createOpenSessions(idleMs: number, onError: (error: Error) => void): OpenSessions {
  const sessions = new Map<string, Open>();

  async function close(id: string): Promise<boolean> {
    const open = sessions.get(id);
    if (open === undefined) return false;
    sessions.delete(id);
    clearTimeout(open.timer);
    await open.stage[Symbol.asyncDispose]();
    return true;
  }

  function touch(id: string, open: Open): void {
    clearTimeout(open.timer);
    open.closesAt = new Date(Date.now() + idleMs);
    open.timer = setTimeout(() => void close(id).catch(onError), idleMs);
  }

  return {
    count: () => sessions.size,
    add(stage, session) {
      const id = uuidv7();
      const open = { stage, session, busy: Promise.resolve(), closesAt: new Date(), timer: undefined };
      sessions.set(id, open);
      touch(id, open);
      return id;
    },
    async use(id, work) {
      const open = sessions.get(id);
      if (open === undefined) return null;
      touch(id, open);
      const done = open.busy.then(async () => {
        await work(open.session);
        return { id, ...(await open.session.view()), closesAt: open.closesAt };
      });
      open.busy = done.catch(() => undefined);
      return done;
    },
    close,
    async closeAll() {
      await Promise.all(Array.from(sessions.keys(), close));
    },
  };
}
