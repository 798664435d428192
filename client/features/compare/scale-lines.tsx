import type { LogScale } from './log-scale.ts';

/** The round values of a scale, over the whole height of a row. */
export function ScaleLines({ scale }: { readonly scale: LogScale }) {
  return scale.lines.map((value) => (
    <line
      key={value}
      className="grid-line"
      x1={`${scale.at(value)}%`}
      x2={`${scale.at(value)}%`}
      y1="-11"
      y2="35"
    />
  ));
}
