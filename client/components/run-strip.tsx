import { type RunStrip as Units, runStrip } from '../../lab/report/drawings/run-strip.ts';
import { Drawn } from '../lib/drawn.tsx';

/** The run in one line: what was sold of the stock, and what beyond it. */
export function RunStrip(units: Units) {
  return <Drawn markup={runStrip(units, 'h-2 w-full overflow-visible')} />;
}
