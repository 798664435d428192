import type { ReactNode } from 'react';
import { drawingHeight, useWidth } from '../../lib/use-width.ts';
import { CHART } from '../../../lab/report/charts/scale.ts';

/** `children` draws the chart once its width is known. */
export interface ChartProps {
  readonly title: string;
  readonly rest: string;
  readonly empty: boolean;
  readonly children: (width: number) => ReactNode;
}

/** One chart with its title; says so while there is nothing to draw. */
export function Chart({ title, rest, empty, children }: ChartProps) {
  const [ref, measured] = useWidth<SVGSVGElement>();
  const width = Math.max(measured, 220);
  return (
    <figure className="min-w-0 px-4 py-3 first:tab:pl-6 not-first:border-t not-first:border-line not-first:tab:border-t-0 not-first:tab:border-l">
      <h2>
        {title} <span className="font-normal text-ink-3">{rest}</span>
      </h2>
      <svg
        ref={ref}
        role="img"
        aria-label={`${title} ${rest}${empty ? ': no answers yet' : ''}`}
        className="block w-full"
        viewBox={`0 0 ${width} ${CHART.height}`}
        style={drawingHeight(CHART.height)}
      >
        {children(width)}
        {empty && (
          <text className="empty" x={width / 2} y={CHART.height / 2 - 4} textAnchor="middle">
            No answers yet
          </text>
        )}
      </svg>
    </figure>
  );
}
