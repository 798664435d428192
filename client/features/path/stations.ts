import { count } from '../../lib/format.ts';
import type { Moment, PathMoment } from '../../lib/moment.ts';

/** A place that a purchase passes. */
export interface Station {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  /** Where the work is. */
  readonly hot: boolean;
  /** Somebody holds a lock here that others wait for. */
  readonly locked: boolean;
}

/** The way between two stations: who waits at its end, and what is written beside it. */
export interface Wire {
  readonly waiting: number;
  readonly moving: number;
  readonly note: string;
}

/** The whole path at one moment. */
export interface PathPicture {
  readonly stations: readonly Station[];
  readonly wires: readonly Wire[];
  /** How many wait in all, in words. */
  readonly queue: string;
}

/** The path with a Redis gate, or without. */
export function pathPicture(moment: Moment, gate: boolean): PathPicture {
  const { path, mode } = moment;
  const live = mode === 'running' || (path.inFlight ?? 0) > 0;
  return {
    stations: stations(moment, gate, live),
    wires: live ? liveWires(path, gate) : restingWires(moment, gate),
    queue: queueWords(path, mode),
  };
}

function stations({ path, redis }: Moment, gate: boolean, live: boolean): readonly Station[] {
  const lockWaiting = path.lockWaiting ?? 0;
  const atWork = path.poolInUse === null ? null : Math.max(0, path.poolInUse - lockWaiting);
  const pool = path.poolSize === null ? 'in pool' : `of ${count(path.poolSize)} in pool`;
  const plain = { hot: false, locked: false };
  return [
    { name: 'Clients', value: count(path.inFlight), unit: 'in flight', ...plain },
    { name: 'API', value: count(path.poolInUse), unit: pool, ...plain },
    ...(gate ? [{ name: 'Redis gate', value: count(redis), unit: 'units left', ...plain }] : []),
    { name: 'Postgres', value: count(atWork), unit: 'at work', hot: live, locked: lockWaiting > 0 },
  ];
}

function liveWires(path: PathMoment, gate: boolean): readonly Wire[] {
  const pool = path.poolWaiting ?? 0;
  const lock = path.lockWaiting ?? 0;
  const group = path.groupWaiting ?? 0;
  const moving = path.inFlight ?? 0;
  const first = { waiting: pool, moving, note: pool > 0 ? `${count(pool)} wait for a connection` : '' };
  const last =
    lock > 0
      ? { waiting: lock, moving: 1, note: `${count(lock)} wait for the row` }
      : {
          waiting: group,
          moving: path.poolInUse ?? 0,
          note: group > 0 ? `${count(group)} gather for a commit` : '',
        };
  return gate ? [first, { waiting: 0, moving, note: '' }, last] : [first, last];
}

function restingWires({ path, mode, sold }: Moment, gate: boolean): readonly Wire[] {
  const { sent, answered } = path;
  const rest = (note: string): Wire => ({
    waiting: 0,
    moving: mode === 'replay' ? (path.inFlight ?? 0) : 0,
    note,
  });
  if (sent === null || answered === null) return gate ? [rest(''), rest(''), rest('')] : [rest(''), rest('')];
  const requests = rest(`${count(sent)} requests`);
  return gate
    ? [requests, rest(`${count(answered)} asked`), rest(`${count(sold)} sold`)]
    : [requests, rest(`${count(answered)} answered, ${count(sold)} sold`)];
}

function queueWords(path: PathMoment, mode: Moment['mode']): string {
  const known = [path.poolWaiting, path.lockWaiting, path.groupWaiting].filter((part) => part !== null);
  if (known.length === 0) return mode === 'replay' ? 'Queue not recorded for this moment' : '';
  const waiting = known.reduce((sum, part) => sum + part, 0);
  if (waiting > 0) return `Queue ${count(waiting)}`;
  return mode === 'idle' ? 'Waiting for buyers' : 'Queue empty';
}
