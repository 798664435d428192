/** Units of a run against its stock. */
export interface RunStripProps {
  readonly stock: number;
  readonly sold: number;
}

/** The run in one line: what the stock held in blue, what lay beyond it in red, the edge of the stock between them. */
export function RunStrip({ stock, sold }: RunStripProps) {
  const width = Math.max(stock * 1.5, sold, 1);
  const inside = Math.min(sold, stock);
  const edge = width / 300;
  return (
    <svg
      className="h-2 w-full overflow-visible"
      viewBox={`0 0 ${width} 8`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect width={stock} height="8" fill="var(--color-sunken)" />
      <rect width={inside} height="8" fill="var(--color-accent)" />
      {sold > stock && <rect x={stock + edge * 2} width={sold - stock} height="8" fill="var(--color-over)" />}
      <rect x={stock} y="-2" width={edge} height="12" fill="var(--color-ink)" />
    </svg>
  );
}
