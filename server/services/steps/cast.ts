import type { DataSource } from 'typeorm';
import type { StepBuyerName } from '../../domain/steps.ts';
import { deleteScratchSales, endSessions } from '../../postgres/steps/scratch.ts';
import { strategies } from '../../strategies/index.ts';
import { byDeadline } from '../../domain/deadline.ts';
import { openActor, type Actor, type ActorOptions } from './actor.ts';
import { NO_GATE, openScratchGate, type ScratchGate } from './scratch-gate.ts';

/** How long closing waits for sessions that Postgres was told to end. */
const CLOSE_MAX_MS = 5_000;

/** The buyers of a stage, and the gate of its sales. */
export interface Cast {
  readonly actors: readonly Actor[];
  readonly gate: ScratchGate;
  /** Ends every connection, whatever it is doing, and takes these sales away. */
  close(sales: readonly string[]): Promise<void>;
}

/** Connects them. Leaves nothing open when that fails. */
export async function openCast(
  observer: DataSource,
  names: readonly StepBuyerName[],
  options: ActorOptions,
): Promise<Cast> {
  let isClosing = false;
  // Postgres ends the sessions of a stage that is closed: each connection complains of it.
  const onError = (error: Error): void => {
    if (!isClosing) options.onError(error);
  };
  const { usesRedis } = strategies[options.strategy];
  const gate = usesRedis ? await openScratchGate({ ...options, onError }) : NO_GATE;
  const opened = await Promise.allSettled(names.map((name) => openActor(name, { ...options, onError })));
  const actors = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));

  async function close(sales: readonly string[]): Promise<void> {
    isClosing = true;
    for (const actor of actors) actor.silence();
    const sessions = actors.map(({ sessionName }) => sessionName);
    await endSessions(observer, sessions).catch(options.onError);
    const closing = Promise.allSettled(actors.map((actor) => actor.close()));
    await byDeadline<unknown>(closing, null, CLOSE_MAX_MS);
    await gate.close();
    await deleteScratchSales(observer, sales).catch(options.onError);
  }

  const failed = opened.find((each) => each.status === 'rejected');
  if (failed !== undefined) {
    await close([]);
    throw failed.reason;
  }
  return { actors, gate, close };
}
