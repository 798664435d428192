import { count } from '../../lib/format.ts';
import type { Witness } from '../../lib/model.ts';
import { timeWords } from '../../../lab/report/witness/words.ts';

/** Every step with its time and the number behind it. What B did on an old number is marked. */
export function Steps({ witness }: { readonly witness: Witness }) {
  const { steps } = witness;
  const endMs = steps.at(-1)?.atMs ?? 0;
  return (
    <table className="w-full">
      <thead className="sr-only">
        <tr>
          <th>Time</th>
          <th>Buyer</th>
          <th>What</th>
          <th>Stock</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ atMs, role, act, action, value }) => (
          <tr
            key={`${role} ${act}`}
            data-hot={(role === 'B' && (act === 'WRITE' || act === 'COMMIT')) || undefined}
            className="h-row border-t border-line first:border-t-0 data-hot:font-semibold data-hot:text-over"
          >
            <td className="w-20 py-1 whitespace-nowrap">{timeWords(atMs, { endMs })}</td>
            <td className="w-8 py-1 font-[650]">{role}</td>
            <td className="py-1">{action}</td>
            <td className="py-1 text-right font-[650]">{value === null ? '' : count(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
