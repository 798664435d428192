import type { ReactNode } from 'react';
import { GLYPH_FRAME, VERDICT_GLYPHS } from '../../lab/report/drawings/verdict-glyph.ts';
import { Drawn } from '../lib/drawn.tsx';
import type { Sale, Verdict } from '../lib/model.ts';

/** A verdict, or what stands in its place while there is none: how far a run is, or how the sale stands. */
export type Mark = Verdict | 'QUEUED' | 'RUNNING' | 'REPLAY' | 'READY' | Exclude<Sale['state'], 'OPEN'>;

const frame = <Drawn markup={GLYPH_FRAME} />;

const clock = (
  <>
    {frame}
    <path d="M8 4.6V8.2h2.8" fill="none" stroke="currentColor" strokeWidth="1.5" />
  </>
);

const arrow = (
  <>
    {frame}
    <path d="M6 4.8v6.4L11.2 8z" fill="currentColor" />
  </>
);

/** What stands in the place of a verdict. */
const drawings = {
  QUEUED: clock,
  RUNNING: arrow,
  REPLAY: arrow,
  READY: frame,
  SCHEDULED: clock,
  PAUSED: (
    <>
      {frame}
      <path d="M5 4.75h2v6.5H5zM9 4.75h2v6.5H9z" fill="currentColor" />
    </>
  ),
  SOLD_OUT: <Drawn markup={VERDICT_GLYPHS.EXACT} />,
  CLOSED: (
    <>
      {frame}
      <path d="M5 5l6 6M11 5l-6 6" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
} as const satisfies Record<Exclude<Mark, Verdict>, ReactNode>;

/** The picture of a verdict. Its word stands beside it, or in the label of what holds it. */
export function Glyph({ mark, size = 'size-4' }: { readonly mark: Mark; readonly size?: string }) {
  return (
    <svg viewBox="0 0 16 16" className={`${size} flex-none`} aria-hidden="true">
      {isVerdict(mark) ? <Drawn markup={VERDICT_GLYPHS[mark]} /> : drawings[mark]}
    </svg>
  );
}

const isVerdict = (mark: Mark): mark is Verdict => mark in VERDICT_GLYPHS;
