import { type CombinedError, useMutation } from 'urql';
import { useState } from 'react';
import {
  LiveLaunchDocument,
  LiveOpenDocument,
  LiveResetDocument,
  LiveStopDocument,
  LiveSyncDocument,
} from '../../../schema/generated/operations.ts';
import type { PurchaseStrategy } from '../../lib/model.ts';
import { useServices } from '../../lib/services.ts';
import { explain, isRefusal } from '../../lib/errors.ts';
import type { AttackFormState } from './use-attack-form.ts';

/** What is being asked of the server. */
export type Action = 'launch' | 'stop' | 'reset' | 'sync' | 'open';

/** What an admin can do. A refused token is forgotten, so that another one can be given. */
export interface AttackActions {
  readonly busy: Action | null;
  /** What went wrong last, in the server's words where it has some; null when nothing did. */
  readonly error: string | null;
  launch(this: void): void;
  stop(this: void): void;
  reset(this: void): void;
  sync(this: void): void;
  /** Opens a sale that is paused or closed. */
  open(this: void): void;
}

/** What the actions act on. `onLaunched` hears the id of the new attack, `onOpened` that the sale may be open. */
export interface AttackTarget {
  readonly saleId: string;
  readonly strategy: PurchaseStrategy | null;
  readonly runningId: string | null;
  readonly form: AttackFormState;
  readonly onLaunched: (id: string) => void;
  readonly onOpened: () => void;
}

/** The admin's mutations, one at a time. */
export function useAttackActions(target: AttackTarget): AttackActions {
  const { token } = useServices();
  const [busy, setBusy] = useState<Action | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [, launch] = useMutation(LiveLaunchDocument);
  const [, stop] = useMutation(LiveStopDocument);
  const [, reset] = useMutation(LiveResetDocument);
  const [, sync] = useMutation(LiveSyncDocument);
  const [, open] = useMutation(LiveOpenDocument);
  const { saleId, strategy, runningId, form, onLaunched, onOpened } = target;

  const act = async (
    action: Action,
    send: () => Promise<{ error?: CombinedError | undefined }>,
  ): Promise<void> => {
    setBusy(action);
    setError(null);
    const result = await send();
    setBusy(null);
    if (result.error === undefined) return;
    setError(explain(result.error));
    if (isRefusal(result.error)) token.set(null);
  };
  return {
    busy,
    error,
    launch() {
      const numbers = form.read();
      if (numbers === null || strategy === null) return;
      const input = { saleId, strategy, seed: form.seed, ...numbers };
      void act('launch', async () => {
        const result = await launch({ input });
        if (result.data) onLaunched(result.data.launchAttack.id);
        return result;
      });
    },
    stop: () => void (runningId !== null && act('stop', () => stop({ id: runningId }))),
    reset() {
      const numbers = form.read();
      if (numbers === null) return;
      void act('reset', () => reset({ saleId, stock: numbers.stock, raceWindowMs: numbers.raceWindowMs }));
    },
    sync: () => void act('sync', () => sync({ saleId })),
    open: () =>
      void act('open', async () => {
        const result = await open({ saleId });
        onOpened();
        return result;
      }),
  };
}
