import { useEffect, useRef } from 'react';
import { drawingHeight, useWidth } from '../../lib/use-width.ts';
import { LaneHeads, Names } from './lane-heads.tsx';
import { LaneMark } from './lane-mark.tsx';
import { layoutLanes, type LaneLayout, stockStretches, waitsOf } from './lane-layout.ts';
import { LaneWait } from './lane-wait.tsx';
import { type Drawn, firstWrong } from './model.ts';
import { StockRow } from './stock-row.tsx';
import { answerWords, verbOf } from './words.ts';

const WIDTH_MIN = 300;

/** A lane for each buyer and the stock's row between them: circle reads, padlock locks, square writes, bar commits. */
export function Lanes({ session }: { readonly session: Drawn }) {
  const [ref, measured] = useWidth<HTMLDivElement>();
  const box = useRef<HTMLDivElement>(null);
  const layout = layoutLanes(session, Math.max(measured, WIDTH_MIN));
  const wrong = firstWrong(session);
  const { length } = session.steps;
  useEffect(() => {
    if (box.current !== null && length > 0) box.current.scrollLeft = box.current.scrollWidth;
  }, [length]);
  const spoken = session.steps
    .map((step) => `${step.number}: ${step.buyer} ${verbOf(step)}, ${answerWords(step)}`)
    .join('. ');
  return (
    <div ref={box} className="overflow-x-auto px-4 py-3 tab:px-6" data-testid="lanes">
      <div ref={ref} />
      <div className="flex">
        {!layout.downwards && <LaneHeads session={session} layout={layout} />}
        <svg
          role="img"
          aria-label={spoken === '' ? 'Nobody has moved yet' : spoken}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          className="block flex-none"
          style={{ width: `${layout.width / 16}rem`, ...drawingHeight(layout.height) }}
        >
          {session.buyers.map(({ name }) => (
            <Lane key={name} name={name} layout={layout} />
          ))}
          {layout.downwards && <Names session={session} layout={layout} />}
          <StockRow stretches={stockStretches(session, layout)} layout={layout} />
          {waitsOf(session, layout).map((wait) => (
            <LaneWait key={wait.step.number} wait={wait} layout={layout} />
          ))}
          {session.steps.map((step, index) => (
            <LaneMark
              key={step.number}
              step={step}
              before={session.steps[index - 1]?.outside ?? { remaining: session.stock, sold: 0 }}
              layout={layout}
              hot={step.number === wrong}
            />
          ))}
        </svg>
      </div>
    </div>
  );
}

function Lane({ name, layout }: { readonly name: 'A' | 'B' | 'C'; readonly layout: LaneLayout }) {
  const across = layout.across(name);
  const from = layout.at(layout.along(0.5), across);
  const to = layout.at(layout.end, across);
  return <path className="step-lane" d={`M${from.x} ${from.y}L${to.x} ${to.y}`} />;
}
