import type { LaneLayout, Wait } from './lane-layout.ts';
import { Cross } from './lane-mark.tsx';
import { resultOf } from './words.ts';

/** A dotted stretch of a lane: its buyer stands in line, for whom is written on it. */
export function LaneWait({ wait, layout }: { readonly wait: Wait; readonly layout: LaneLayout }) {
  const across = layout.across(wait.step.buyer);
  const from = layout.at(wait.from + 12, across);
  const to = layout.at(wait.to, across);
  const middle = layout.at((wait.from + wait.to) / 2, across);
  const whom = wait.step.waitedFor.join(', ');
  const words = `${wait.isOver ? 'waited' : 'waits'} for ${whom === '' ? 'a lock' : whom}`;
  const end = layout.downwards
    ? { x: to.x, y: to.y + 18 }
    : { x: to.x, y: across < layout.stock ? to.y - 18 : to.y + 28 };
  const half = layout.downwards ? 36 : 52;
  return (
    <g data-over={wait.isOver} className="step-wait">
      <path className="step-dots" d={`M${from.x} ${from.y}L${to.x} ${to.y}`} />
      {wait.isOver && (
        <text className="step-result" x={end.x} y={end.y} textAnchor="middle">
          {resultOf(wait.step)}
        </text>
      )}
      {wait.isOver && wait.step.result === 'FAILED' && <Cross x={to.x} y={to.y} />}
      {wait.isOver && wait.step.result !== 'FAILED' && (
        <circle className="step-let-on" cx={to.x} cy={to.y} r={3.5} />
      )}
      <rect
        className="step-plate"
        x={middle.x - half}
        y={middle.y - 12}
        width={half * 2}
        height={24}
        rx={3}
      />
      <text className="step-verb" x={middle.x} y={middle.y + 4} textAnchor="middle">
        {words}
      </text>
    </g>
  );
}
