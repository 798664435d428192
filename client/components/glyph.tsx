import type { ReactNode } from 'react';
import type { Verdict } from '../lib/model.ts';

/** A verdict, or what stands in its place while there is none. */
export type Mark = Verdict | 'QUEUED' | 'RUNNING' | 'REPLAY' | 'READY';

const frame = (
  <rect
    x="1.75"
    y="1.75"
    width="12.5"
    height="12.5"
    rx="1.5"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
  />
);

/** The stock is the frame, what was sold is the fill. */
const drawings = {
  EXACT: (
    <>
      {frame}
      <path d="M4.5 4.5h7v7h-7z" fill="currentColor" />
    </>
  ),
  OVERSOLD: (
    <>
      <path d="M9 2.75H2.25v10.5H9" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M4.5 5.25h4v5.5h-4z" fill="currentColor" />
      <rect x="10.2" y="3.2" width="4" height="4" transform="rotate(14 12 5)" fill="currentColor" />
      <rect x="10.6" y="9" width="4" height="4" transform="rotate(-16 12.6 11)" fill="currentColor" />
    </>
  ),
  UNDERSOLD: (
    <>
      {frame}
      <path d="M4.5 8.5h7v3h-7z" fill="currentColor" />
    </>
  ),
  DUPLICATE: (
    <>
      <path d="M1.75 1.75h8.5v8.5h-8.5z" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 6h8.5v8.5H6z" fill="currentColor" />
    </>
  ),
  DRIFT: <path d="M1.5 3.5h9v3h-9zM5.5 9.5h9v3h-9z" fill="currentColor" />,
  INCONCLUSIVE: (
    <>
      <rect
        x="1.75"
        y="1.75"
        width="12.5"
        height="12.5"
        rx="1.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="2.5 2"
      />
      <path
        d="M6 6.4a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.1M8 11v1"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
      />
    </>
  ),
  QUEUED: (
    <>
      {frame}
      <path d="M8 4.6V8.2h2.8" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  RUNNING: (
    <>
      {frame}
      <path d="M6 4.8v6.4L11.2 8z" fill="currentColor" />
    </>
  ),
  REPLAY: (
    <>
      {frame}
      <path d="M6 4.8v6.4L11.2 8z" fill="currentColor" />
    </>
  ),
  READY: frame,
} as const satisfies Record<Mark, ReactNode>;

/** The picture of a verdict. Its word stands beside it, or in the label of what holds it. */
export function Glyph({ mark, size = 'size-4' }: { readonly mark: Mark; readonly size?: string }) {
  return (
    <svg viewBox="0 0 16 16" className={`${size} flex-none`} aria-hidden="true">
      {drawings[mark]}
    </svg>
  );
}
