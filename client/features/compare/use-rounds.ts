import { type Client, type CombinedError, useClient } from 'urql';
import { useEffect, useRef, useState } from 'react';
import { scheduleRounds } from '../../../sdk/comparison/schedule.ts';
import {
  CompareFeedDocument,
  CompareLaunchDocument,
  CompareStopDocument,
} from '../../../schema/generated/operations.ts';
import { explain, isRefusal } from '../../lib/errors.ts';
import { isUnderWay, type PurchaseStrategy, type Run } from '../../lib/model.ts';
import { useServices } from '../../lib/services.ts';
import type { Load } from '../../../lab/report/comparison/loads.ts';
import { forgetRounds, noteRounds } from './broken-off.ts';

/** Rounds to run: every strategy once in each, one attack after the other. */
export interface RoundsPlan {
  readonly saleId: string;
  readonly strategies: readonly PurchaseStrategy[];
  readonly rounds: number;
  readonly load: Load;
}

/** Which run is under way; rounds and runs count from 1. */
export interface RoundsProgress {
  readonly strategy: PurchaseStrategy;
  readonly round: number;
  readonly rounds: number;
  readonly run: number;
  readonly runs: number;
  /** It waits behind an attack that somebody else launched. */
  readonly queued: boolean;
}

/** A comparison that this page launches. */
export interface Rounds {
  /** Null while none is under way. */
  readonly progress: RoundsProgress | null;
  readonly error: string | null;
  start(this: void, plan: RoundsPlan): void;
  /** Ends the run under way, and launches no more. */
  stop(this: void): void;
}

/** Runs rounds while the page is shown, and notes it when the page is left before their end; `onRun` hears of every run that has ended. */
export function useRounds(onRun: () => void): Rounds {
  const client = useClient();
  const { token } = useServices();
  const [progress, setProgress] = useState<RoundsProgress | null>(null);
  const [error, setError] = useState<string | null>(null);
  const stopping = useRef<AbortController | null>(null);
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
      stopping.current?.abort();
    };
  }, []);
  useQuestionBeforeLeaving(progress !== null);

  async function run({ saleId, strategies, rounds, load }: RoundsPlan, signal: AbortSignal): Promise<void> {
    const runs = scheduleRounds(strategies, rounds);
    for (const [at, { round, contestant: strategy }] of runs.entries()) {
      if (signal.aborted) return;
      const turn = { strategy, round, rounds, run: at + 1, runs: runs.length };
      setProgress({ ...turn, queued: false });
      noteRounds(saleId, turn);
      const onState = (state: Run['state']): void => setProgress({ ...turn, queued: state === 'QUEUED' });
      const refused = await runOne(client, { saleId, strategy, load, onState }, signal);
      if (refused !== undefined) {
        setError(explain(refused));
        if (isRefusal(refused)) token.set(null);
        return;
      }
      onRun();
    }
  }
  return {
    progress,
    error,
    start(plan) {
      const mine = new AbortController();
      stopping.current = mine;
      setError(null);
      void run(plan, mine.signal).finally(() => {
        setProgress(null);
        if (!left.current) forgetRounds(plan.saleId);
      });
    },
    stop: () => stopping.current?.abort(),
  };
}

interface OneRun {
  readonly saleId: string;
  readonly strategy: PurchaseStrategy;
  readonly load: Load;
  onState(state: Run['state']): void;
}

/** Asks whoever closes or reloads the page, in the browser's own words: the rounds end with it. */
function useQuestionBeforeLeaving(isUnderWay: boolean): void {
  useEffect(() => {
    if (!isUnderWay) return undefined;
    const ask = (event: Event): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isUnderWay]);
}

/** Launches an attack and waits for its end. Answers with why it could not be launched, or with nothing. */
async function runOne(
  client: Client,
  { saleId, strategy, load, onState }: OneRun,
  signal: AbortSignal,
): Promise<CombinedError | undefined> {
  const { requests, concurrency, stock, targetRequestsPerSecond: rate } = load;
  const pace = rate === null ? {} : { model: 'OPEN' as const, requestsPerSecond: rate };
  const input = { saleId, strategy, requests, concurrency, stock, ...pace };
  const { data, error } = await client.mutation(CompareLaunchDocument, { input }).toPromise();
  if (error !== undefined || data === undefined) return error;
  const { id } = data.launchAttack;
  const stop = (): void => void client.mutation(CompareStopDocument, { id }).toPromise();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  await whenEnded(client, id, onState);
  signal.removeEventListener('abort', stop);
  return undefined;
}

/** Resolves with the first state of an attack that is its last; tells of those before. */
function whenEnded(client: Client, id: string, onState: OneRun['onState']): Promise<void> {
  return new Promise((resolve) => {
    const feed = client.subscription(CompareFeedDocument, { id }).subscribe(({ data }) => {
      // The data of an answer that fails is null, whatever its type says.
      if (!data) return;
      onState(data.attack.state);
      if (isUnderWay(data.attack)) return;
      // A feed may speak before it has been entered, and can be left only after that.
      queueMicrotask(() => feed.unsubscribe());
      resolve();
    });
  });
}
