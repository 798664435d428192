import { type Span, spans } from '../../../schema/generated/enums.ts';

/** A part of a purchase's time, 0 to 1, and where it begins. */
export interface TimeShare {
  readonly span: Span;
  readonly from: number;
  readonly share: number;
}

/** What is read of a run. */
interface MeasuredRun {
  readonly spans: readonly { readonly span: Span; readonly share: number }[];
}

/** Less than this is no wider than the gap between two parts. */
const SHARE_MIN = 0.005;

/** From the first to the last thing that a purchase does. */
const ORDER = [
  'eventLoop',
  'redis',
  'connection',
  'wait',
  'group',
  'lock',
  'statements',
  'commit',
] as const satisfies readonly Span[];

/** Those that have no place in the order come last. */
const ALL: readonly Span[] = [...ORDER, ...spans.filter((span) => !ORDER.some((each) => each === span))];

/** The kinds of span that appear, each once, in their order. */
export function spansOf(shares: readonly TimeShare[]): readonly Span[] {
  return ALL.filter((span) => shares.some((share) => share.span === span));
}

/** What purchases spent their time on, on average over some runs, side by side. Empty where nothing was measured. */
export function timeShares(runs: readonly MeasuredRun[]): readonly TimeShare[] {
  const measured = runs.filter((run) => run.spans.length > 0);
  let from = 0;
  return ALL.flatMap((span) => {
    const shares = measured.map((run) => run.spans.find((each) => each.span === span)?.share ?? 0);
    const share = shares.reduce((sum, value) => sum + value, 0) / Math.max(1, shares.length);
    if (share < SHARE_MIN) return [];
    const begins = from;
    from += share;
    return [{ span, from: begins, share }];
  });
}
