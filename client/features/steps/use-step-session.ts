import { type CombinedError, useClient } from 'urql';
import { useCallback, useEffect, useRef, useState } from 'react';
import {
  CloseStepSessionDocument,
  OpenStepSessionDocument,
  StepBuyerDocument,
  type StepInput,
} from '../../../schema/generated/operations.ts';
import { explain, isRefusal } from '../../lib/errors.ts';
import { useServices } from '../../lib/services.ts';
import type { BuyerName, Session } from './model.ts';

/** One session at a time, closed when another begins and when the page is left. */
export interface StepSessionState {
  readonly session: Session | null;
  readonly busy: boolean;
  /** What went wrong last, in the server's words where it has some; null when nothing did. */
  readonly error: string | null;
  /** Begins anew; null when that failed. */
  open(this: void, input: StepInput): Promise<Session | null>;
  /** Lets a buyer take its turn; null when that failed. */
  step(this: void, buyer: BuyerName): Promise<Session | null>;
}

/** The session of the page. */
export function useStepSession(): StepSessionState {
  const client = useClient();
  const { token } = useServices();
  const [session, setSession] = useState<Session | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const id = useRef<string | null>(null);
  // Rises with each session: an answer that belongs to the one before is not shown any more.
  const turn = useRef(0);

  const close = useCallback(() => {
    if (id.current !== null)
      void client.mutation(CloseStepSessionDocument, { sessionId: id.current }).toPromise();
    id.current = null;
  }, [client]);
  useEffect(() => close, [close]);

  const ask = useCallback(
    async (send: () => Promise<{ found?: Session | undefined; error?: CombinedError | undefined }>) => {
      const mine = turn.current;
      setBusy(true);
      setError(null);
      const { found, error: refused } = await send();
      if (turn.current !== mine) return null;
      setBusy(false);
      if (refused !== undefined) {
        setError(explain(refused));
        if (isRefusal(refused)) token.set(null);
      }
      if (found === undefined) return null;
      id.current = found.id;
      setSession(found);
      return found;
    },
    [token],
  );
  const open = useCallback(
    (input: StepInput) => {
      close();
      turn.current += 1;
      return ask(async () => {
        const { data, error } = await client.mutation(OpenStepSessionDocument, { input }).toPromise();
        return { found: data?.openStepSession, error };
      });
    },
    [ask, client, close],
  );
  const step = useCallback(
    (buyer: BuyerName) =>
      ask(async () => {
        const sessionId = id.current ?? '';
        const { data, error } = await client.mutation(StepBuyerDocument, { sessionId, buyer }).toPromise();
        return { found: data?.stepBuyer, error };
      }),
    [ask, client],
  );
  return { session, busy, error, open, step };
}
