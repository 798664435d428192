import { RunStrip } from '../../components/run-strip.tsx';
import { count } from '../../lib/format.ts';
import type { StrategyResult } from '../../../sdk/index.ts';

/** Units sold in the worst round, as a number and against the edge of the stock. */
export function SoldCell({ result, stock }: { readonly result: StrategyResult; readonly stock: number }) {
  const { soldMin, soldMax, verdict } = result;
  const worst = verdict === 'UNDERSOLD' ? soldMin : soldMax;
  return (
    <div className="grid grid-cols-[2.75rem_minmax(0,1fr)] items-center gap-3">
      <span className="font-[650] desk:text-right">{count(worst)}</span>
      <RunStrip stock={stock} sold={worst} />
    </div>
  );
}
