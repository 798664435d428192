import { drawingHeight } from '../../lib/use-width.ts';
import { HEAD_ACROSS, type LaneLayout } from './lane-layout.ts';
import type { Drawn } from './model.ts';

/** What is drawn, and where its lanes lie. */
export interface LaneHeadsProps {
  readonly session: Drawn;
  readonly layout: LaneLayout;
}

/** The names beside the lanes: they stay while the time is scrolled. */
export function LaneHeads({ session, layout }: LaneHeadsProps) {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${HEAD_ACROSS} ${layout.height}`}
      className="sticky left-0 z-1 block flex-none bg-surface"
      style={{ width: `${HEAD_ACROSS / 16}rem`, ...drawingHeight(layout.height) }}
    >
      <Names session={session} layout={layout} />
    </svg>
  );
}

/** The names alone: above the lanes when these run downwards. */
export function Names({ session, layout }: LaneHeadsProps) {
  const { downwards, stock } = layout;
  const anchor = downwards ? 'middle' : 'start';
  const placeOf = (across: number) => (downwards ? { x: across, y: 22 } : { x: 0, y: across + 5 });
  const under = downwards ? { x: stock, y: 40 } : { x: 0, y: stock + 16 };
  const above = downwards ? placeOf(stock) : { x: 0, y: stock - 2 };
  return (
    <>
      {session.buyers.map(({ name }) => (
        <text key={name} className="step-who" {...placeOf(layout.across(name))} textAnchor={anchor}>
          {name}
        </text>
      ))}
      <text className="step-who" {...above} textAnchor={anchor}>
        Stock
      </text>
      <text {...under} textAnchor={anchor}>
        committed
      </text>
    </>
  );
}
