import { useCallback, useState } from 'react';
import type { BuyerName, Session } from '../features/steps/model.ts';
import { nextTurn, type ReadyMade, turnOf } from '../features/steps/next-turn.ts';
import { type Explorations, useExplorations } from '../features/steps/use-exploration.ts';
import { usePlayer } from '../features/steps/use-player.ts';
import { type StepSessionState, useStepSession } from '../features/steps/use-step-session.ts';
import { type StepSetup, useStepSetup } from '../features/steps/use-step-setup.ts';
import type { PurchaseStrategy, StrategyInfo } from '../lib/model.ts';
import { useLinkState, useToken } from '../lib/services.ts';

/** What the page at /steps holds, and what can be done on it. */
export interface Steps {
  readonly chosen: PurchaseStrategy | null;
  choose(this: void, strategy: PurchaseStrategy): void;
  readonly setup: StepSetup;
  readonly state: StepSessionState;
  readonly explorations: Explorations;
  readonly playing: boolean;
  /** True while nothing can be sent: no token, no connection, or an answer is due. */
  readonly off: boolean;
  begin(this: void): void;
  go(this: void, buyer: BuyerName): void;
  /** Begins anew and takes the steps by itself. */
  play(this: void, turns: ReadyMade['turns']): void;
  /** The same along a schedule of two buyers and one unit. */
  show(this: void, schedule: string): void;
  stop(this: void): void;
}

/** What goes wrong is what there is to see. */
const USUAL: PurchaseStrategy = 'NO_LOCK';

/** One session, one form, and what was explored. */
export function useSteps(strategies: readonly StrategyInfo[]): Steps {
  const [wanted, choose] = useState<PurchaseStrategy | null>(null);
  const usual = strategies.find(({ strategy }) => strategy === USUAL) ?? strategies[0];
  const chosen = wanted ?? usual?.strategy ?? null;
  const setup = useStepSetup();
  const state = useStepSession();
  const explorations = useExplorations();
  const { playing, play, stop } = usePlayer(state.step);
  const admin = useToken() !== null;
  const lost = useLinkState().status === 'lost';
  const { open, step } = state;

  const start = async (given: { stock: number; buyers: number } | null): Promise<Session | null> => {
    stop();
    if (chosen === null || given === null) return null;
    return open({ strategy: chosen, quantity: 1, schedule: '', ...given });
  };
  const startAndPlay = async (
    given: { stock: number; buyers: number } | null,
    next: (session: Session) => BuyerName | null,
  ): Promise<void> => {
    const session = await start(given);
    if (session !== null) play(session, next);
  };
  return {
    chosen,
    choose,
    setup,
    state,
    explorations,
    playing,
    off: !admin || lost || chosen === null || (state.busy && !playing),
    begin: () => void start(setup.read()),
    go: useCallback((buyer: BuyerName) => void step(buyer), [step]),
    play: (turns) => void startAndPlay(setup.read(), (session) => nextTurn(session, turns)),
    show: (schedule) => void startAndPlay({ stock: 1, buyers: 2 }, (session) => turnOf(session, schedule)),
    stop,
  };
}
