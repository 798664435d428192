import type { LaneLayout } from './lane-layout.ts';
import type { Session, Step } from './model.ts';
import { edgeTowards } from './stock-row.tsx';
import { resultOf, verbOf } from './words.ts';

/** `before` is what everyone else saw until then; `hot` marks the step that sold too much. */
export interface LaneMarkProps {
  readonly step: Step;
  readonly before: Pick<Session['outside'], 'remaining' | 'sold'>;
  readonly layout: LaneLayout;
  readonly hot: boolean;
}

/** A step on its lane: its mark, an arrow from the stock's row or to it, and two words. */
export function LaneMark({ step, before, layout, hot }: LaneMarkProps) {
  const along = layout.along(step.number);
  const across = layout.across(step.buyer);
  const { x, y } = layout.at(along, across);
  const changed = step.outside.remaining !== before.remaining || step.outside.sold !== before.sold;
  const hasWaited = step.letOnBy !== null;
  const reads = !hasWaited && step.result === 'ANSWERED' && ['READ', 'LOCK'].includes(step.statement.kind);
  return (
    <g data-hot={hot} className="step-mark" data-testid="mark">
      {(changed || (reads && step.statement.store === 'POSTGRES')) && (
        <Flow layout={layout} along={along} across={across} towardsStock={changed} />
      )}
      <Shape step={step} x={x} y={y} />
      <Words step={step} layout={layout} x={x} y={y} />
    </g>
  );
}

interface FlowProps {
  readonly layout: LaneLayout;
  readonly along: number;
  readonly across: number;
  readonly towardsStock: boolean;
}

function Flow({ layout, along, across, towardsStock }: FlowProps) {
  const edge = edgeTowards(layout, across);
  const side = across < edge ? 1 : -1;
  const lane = across + side * 11;
  const from = layout.at(along, lane);
  const to = layout.at(along, edge);
  const tip = towardsStock ? edge - side * 2 : lane;
  const back = tip + (towardsStock ? -side : side) * 6;
  const wing = [layout.at(along - 4.5, back), layout.at(along, tip), layout.at(along + 4.5, back)];
  return (
    <>
      <path className="step-flow" data-solid={towardsStock} d={`M${from.x} ${from.y}L${to.x} ${to.y}`} />
      <path className="step-tip" d={`M${wing.map((point) => `${point.x} ${point.y}`).join('L')}`} />
    </>
  );
}

function Shape({ step, x, y }: { readonly step: Step; readonly x: number; readonly y: number }) {
  if (step.result === 'FAILED' && step.letOnBy === null) return <Cross x={x} y={y} />;
  switch (step.statement.kind) {
    case 'READ':
      return <circle className="step-open" cx={x} cy={y} r={6.5} />;
    case 'LOCK':
      return (
        <g transform={`translate(${x - 7} ${y - 8})`}>
          <rect className="step-full" x={0.5} y={6.5} width={13} height={9} rx={1.5} />
          <path className="step-bow" d="M3.5 6.5V4.2a3.5 3.5 0 0 1 7 0v2.3" />
        </g>
      );
    case 'WRITE':
      return <rect className="step-full" x={x - 6} y={y - 6} width={12} height={12} />;
    case 'COMMIT':
      return <rect className="step-full" x={x - 3} y={y - 12} width={6} height={24} rx={1} />;
    case 'ROLLBACK':
      return <rect className="step-open" x={x - 3} y={y - 12} width={6} height={24} rx={1} />;
  }
}

/** Refused by the store. */
export function Cross({ x, y }: { readonly x: number; readonly y: number }) {
  return <path className="step-cross" d={`M${x - 6} ${y - 6}l12 12M${x + 6} ${y - 6}l-12 12`} />;
}

interface WordsProps {
  readonly step: Step;
  readonly layout: LaneLayout;
  readonly x: number;
  readonly y: number;
}

/** Away from the stock's row; on a phone beside the mark, towards it. */
function Words({ step, layout, x, y }: WordsProps) {
  const { downwards, stock } = layout;
  const first = layout.across(step.buyer) < stock;
  // Of a step that had to wait, the result stands where the wait ends.
  const result = step.letOnBy === null ? resultOf(step) : '';
  const [verbY, resultY] = downwards ? [y - 12, y - 12] : first ? [y - 34, y - 18] : [y + 28, y + 44];
  const words = downwards ? (result === '' ? verbOf(step) : result) : verbOf(step);
  return (
    <>
      <text
        className="step-verb"
        x={x}
        y={result === '' && first && !downwards ? resultY : verbY}
        textAnchor="middle"
      >
        {words}
      </text>
      {!downwards && result !== '' && (
        <text className="step-result" x={x} y={resultY} textAnchor="middle">
          {result}
        </text>
      )}
    </>
  );
}
