import { frameAt, soldUntil, type Timeline, timeAt } from '../features/replay/timeline.ts';
import { isUnderWay, type RunDetail, type Stats } from '../lib/model.ts';
import { type Moment, type Mode, NO_PATH, type PathMoment } from '../lib/moment.ts';
import { isPast } from './past-run.ts';
import { type PathSample, sampleNear } from './path-samples.ts';

/** What a moment is derived from. `stock` stands in until the first frame of the feed. */
export interface MomentSource {
  readonly stock: number;
  readonly stats: Stats | null;
  /** The run that is shown; null when there is none. */
  readonly run: RunDetail | null;
  readonly timeline: Timeline | null;
  /** The place of the slider, 0 to 1. */
  readonly place: number;
  /** True between the end of a run and its slow motion. */
  readonly awaiting: boolean;
  readonly samples: readonly PathSample[];
}

/** What all panes show: the sale as it is, or a moment of a run that is over. */
export function deriveMoment(source: MomentSource): Moment {
  const mode = modeOf(source);
  if (mode === 'replay' && source.timeline !== null) return replayed(source, source.timeline);
  return mode === 'ended' ? ended(source) : current(source, mode);
}

function modeOf({ stats, run, timeline, place, awaiting }: MomentSource): Mode {
  if (stats === null) return 'loading';
  if (run === null) return 'idle';
  if (isUnderWay(run) || awaiting) return 'running';
  if (run.audit === null) return run.state === 'FAILED' ? 'ended' : 'running';
  if (timeline !== null && place < 1) return 'replay';
  return hasChangedSince(run.audit, run.epoch, stats) ? 'idle' : 'ended';
}

/** A frame that was read before the audit may still come after it. */
const LATE_FRAME_MS = 1000;

/** Whether the sale has been bought from, changed or held since: the verdict is the run's then, the figures are no longer. */
function hasChangedSince(
  audit: NonNullable<RunDetail['audit']>,
  epoch: number | null,
  stats: Stats,
): boolean {
  if (stats.epoch !== epoch) return false;
  if (stats.orders > audit.sold) return true;
  const isAfter = Date.parse(stats.at) > Date.parse(audit.checkedAt) + LATE_FRAME_MS;
  const { stock, databaseStock, held } = stats;
  const isSame =
    stock === audit.stock &&
    stats.orders === audit.sold &&
    databaseStock === audit.remaining &&
    held === audit.held;
  return isAfter && !isSame;
}

function current({ stats, run, stock }: MomentSource, mode: Mode): Moment {
  const shown = mode === 'running' ? run : null;
  return {
    mode,
    stock: stats?.stock ?? stock,
    sold: stats?.orders ?? null,
    // The books have the pool in an account of its own.
    remaining: stats === null ? null : stats.databaseStock - stats.pooled,
    held: stats?.held ?? null,
    pooled: stats?.pooled ?? null,
    redis: stats?.redisStock ?? null,
    oversold: stats?.oversold ?? 0,
    atMs: shown?.frames.at(-1)?.atMs ?? null,
    verdict: null,
    path: { ...NO_PATH, ...stats?.path, ...totals(shown) },
  };
}

/** The books as they were audited: the feed may be a frame behind. */
function ended(source: MomentSource): Moment {
  const { run, stats } = source;
  // Nobody waits any more in an epoch that is over, whoever does now.
  const path = isPast(run, stats?.epoch ?? null) ? {} : stats?.path;
  const now = { ...current(source, 'ended'), path: { ...NO_PATH, ...path, ...totals(run) } };
  if (run === null || run.audit === null) return now;
  const { audit } = run;
  return {
    ...now,
    stock: audit.stock,
    sold: audit.sold,
    remaining: audit.remaining - audit.pooled,
    held: audit.held,
    pooled: audit.pooled,
    // A gate may be built anew, or go, without the sale being another one.
    redis: stats?.epoch === run.epoch ? now.redis : audit.redisRemaining,
    oversold: audit.oversold,
    atMs: run.durationMs,
    verdict: audit.verdict,
  };
}

function replayed({ run, place, samples }: MomentSource, timeline: Timeline): Moment {
  const atMs = timeAt(timeline, place);
  const sold = soldUntil(timeline, atMs);
  const stock = run?.audit?.stock ?? run?.stock ?? 0;
  const frame = frameAt(timeline.frames, atMs);
  const sent = frame?.sent ?? 0;
  const answered = frame?.answered ?? 0;
  return {
    mode: 'replay',
    stock,
    sold,
    // Each order and its units leave the stock together wherever the books add up in the end, unless they go by the pool or
    // somebody changes the stock meanwhile; elsewhere nobody recorded the row.
    remaining: addsUp(run) ? stock - sold : null,
    held: addsUp(run) ? 0 : null,
    pooled: addsUp(run) ? 0 : null,
    redis: null,
    oversold: Math.max(0, sold - stock),
    atMs,
    verdict: null,
    path: {
      ...NO_PATH,
      ...sampleNear(samples, atMs),
      inFlight: Math.max(0, sent - answered),
      sent,
      answered,
      confirmed: frame?.confirmed ?? 0,
    },
  };
}

function addsUp(run: RunDetail | null): boolean {
  if (run === null || run.audit === null) return false;
  const { stock, sold, remaining, held, pooled } = run.audit;
  if (run.strategy === 'SKIP_LOCKED' || run.stock !== stock) return false;
  return held === 0 && pooled === 0 && stock === sold + remaining;
}

function totals(run: RunDetail | null): Partial<PathMoment> {
  if (run === null) return {};
  const last = run.frames.at(-1);
  if (last === undefined) return { sent: run.sent };
  return { sent: last.sent, answered: last.answered, confirmed: last.confirmed };
}
