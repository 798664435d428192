import { Fold } from '../components/fold.tsx';
import { AttackPane, type AttackPaneProps } from '../features/attack/attack-pane.tsx';
import { TokenGate } from '../features/attack/token-gate.tsx';
import { AboutStrategy } from '../features/strategies/about-strategy.tsx';
import { groupStrategies } from '../features/strategies/groups.ts';
import { StrategyPicker } from '../features/strategies/strategy-picker.tsx';
import type { PurchaseStrategy } from '../lib/model.ts';
import { useToken } from '../lib/services.ts';
import type { SaleData } from './use-sale.ts';

/** `open` matters on a phone only, where the pane is folded to one line. */
export interface ControlPaneProps {
  readonly data: SaleData;
  readonly attack: AttackPaneProps;
  readonly chosen: PurchaseStrategy | null;
  readonly onChoose: (strategy: PurchaseStrategy) => void;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

/** The left pane: which strategy, which attack. With room for it, it stays in sight and scrolls by itself, its actions pinned below. */
export function ControlPane({ data, attack, chosen, onChoose, open, onOpen }: ControlPaneProps) {
  const admin = useToken() !== null;
  const info = data.strategies.find(({ strategy }) => strategy === chosen);
  return (
    <section
      className="min-w-0 bg-surface tab:border-r tab:border-line pin:sticky pin:top-12 pin:row-span-2 pin:h-[calc(100dvh-3rem)] pin:self-start pin:scroll-pb-32 pin:overflow-y-auto desk:row-span-1"
      aria-label="Attack"
    >
      <Fold title={`Strategy: ${chosen ?? 'none yet'}`} open={open} onOpen={onOpen}>
        <StrategyPicker
          groups={groupStrategies(data.strategies, data.runs)}
          column="orders/s, last run"
          chosen={chosen}
          onChoose={onChoose}
        />
        {info && <AboutStrategy info={info} />}
        {data.sale?.mode === 'LIVE' && (
          <p className="px-4 py-3 text-ink-2">A live sale is not attacked: that is for lab sales.</p>
        )}
        {data.sale?.mode === 'LAB' &&
          (admin ? <AttackPane {...attack} /> : <TokenGate error={attack.actions.error} />)}
      </Fold>
    </section>
  );
}
