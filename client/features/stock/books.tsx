import { count } from '../../lib/format.ts';
import { balance, type BalanceSource } from './balance.ts';

/** The books as an equation, always in sight: stock = remaining + held + pooled + sold. */
export function Books({ moment }: { readonly moment: BalanceSource }) {
  const { difference, gap, remark } = balance(moment);
  const { stock, remaining, held, pooled, sold } = moment;
  const over = sold !== null && sold > stock;
  const wrong = difference !== null && difference !== 0;
  return (
    <p className="mt-3 flex flex-wrap items-baseline gap-x-2.5 gap-y-1 text-ink-3">
      <span>Books:</span>
      <Term value={stock} name="stock" />
      <Sign>{wrong ? '≠' : '='}</Sign>
      <Term value={remaining} name="remaining" bad={remaining !== null && remaining < 0} />
      <Sign>+</Sign>
      <Term value={held} name="held" />
      <Sign>+</Sign>
      <Term value={pooled} name="pooled" />
      <Sign>+</Sign>
      <Term value={sold} name="sold" bad={over} />
      {wrong && <span className="font-semibold text-over">{gap}</span>}
      <span className="min-w-40 tab:ml-auto tab:text-right">{remark}</span>
    </p>
  );
}

function Sign({ children }: { readonly children: string }) {
  return <span className={children === '≠' ? 'font-semibold text-over' : undefined}>{children}</span>;
}

interface TermProps {
  readonly value: number | null;
  readonly name: string;
  readonly bad?: boolean;
}

function Term({ value, name, bad = false }: TermProps) {
  return (
    <span className={bad ? 'text-over' : undefined}>
      <b className={`text-read font-[650] ${bad ? '' : 'text-ink'}`}>{count(value)}</b> {name}
    </span>
  );
}
