import { SPAN_WORDS } from '../../lib/span-words.ts';
import type { TimeShare } from './time-shares.ts';

/** Which part of a bar is what, and the patterns of those that wait. */
export function TimeLegend({ spans }: { readonly spans: readonly TimeShare['span'][] }) {
  return (
    <div
      className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 pt-4 text-ink-2 tab:px-6"
      aria-label="Where the time goes"
    >
      <Patterns />
      {spans.map((span) => (
        <span
          key={span}
          className="inline-flex items-center gap-1.5 whitespace-nowrap"
          title={SPAN_WORDS[span].long}
        >
          <svg viewBox="0 0 14 14" className="size-3.5" aria-hidden="true">
            <rect className="time-share" data-span={span} width="14" height="14" rx="2" />
          </svg>
          {SPAN_WORDS[span].short}
        </span>
      ))}
    </div>
  );
}

function Patterns() {
  return (
    <svg className="absolute size-0" aria-hidden="true">
      <defs>
        <Hatch id="waits-lock" turn={45} ground="var(--color-accent-soft)" line="var(--color-accent)" />
        <Hatch id="waits-group" turn={-45} ground="var(--color-sunken)" line="var(--color-ink-3)" />
        <Hatch id="waits-pause" turn={90} ground="var(--color-sunken)" line="var(--color-line-strong)" />
      </defs>
    </svg>
  );
}

interface HatchProps {
  readonly id: string;
  readonly turn: number;
  readonly ground: string;
  readonly line: string;
}

function Hatch({ id, turn, ground, line }: HatchProps) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform={`rotate(${turn})`}>
      <rect width="6" height="6" fill={ground} />
      <rect width="2.25" height="6" fill={line} />
    </pattern>
  );
}
