import { RunStrip } from '../../components/run-strip.tsx';
import { range } from '../../lib/format.ts';
import type { StrategyResult } from '../../../sdk/index.ts';

/** Units sold, from the least to the most of a round, and those of the worst against the edge of the stock. */
export function SoldCell({ result, stock }: { readonly result: StrategyResult; readonly stock: number }) {
  const { soldMin, soldMax, verdict } = result;
  const worst = verdict === 'UNDERSOLD' ? soldMin : soldMax;
  return (
    <div className="grid grid-cols-[6.25rem_minmax(0,1fr)] desk:grid-cols-[5.75rem_minmax(0,1fr)] items-center gap-3">
      <span className="font-[650] whitespace-nowrap desk:text-right">{range(soldMin, soldMax)}</span>
      <RunStrip stock={stock} sold={worst} />
    </div>
  );
}
