import type { AttackPaneProps } from '../features/attack/attack-pane.tsx';
import { useAttackActions } from '../features/attack/use-attack-actions.ts';
import type { AttackFormState } from '../features/attack/use-attack-form.ts';
import { isUnderWay, type PurchaseStrategy, type Run } from '../lib/model.ts';
import { attackRefusal, opensByHand } from '../lib/sale-state.ts';
import { useLinkState } from '../lib/services.ts';
import type { SaleData } from './use-sale.ts';

/** What is attacked, and how. `run` is the shown one. `onOpen` unfolds the pane of a phone, or folds it. */
export interface AttackSetup {
  readonly data: Pick<SaleData, 'sale' | 'refresh'>;
  readonly run: Pick<Run, 'id' | 'state'> | null;
  readonly strategy: PurchaseStrategy | null;
  readonly form: AttackFormState;
  readonly onLaunched: (id: string) => void;
  readonly onOpen: (open: boolean) => void;
}

/** What can be done to the sale now, and why not the rest: for the pane, and for the dock of a phone. */
export function useAttack({ data, run, strategy, form, onLaunched, onOpen }: AttackSetup): AttackPaneProps {
  const { sale, refresh } = data;
  const lost = useLinkState().status === 'lost';
  const running = run !== null && isUnderWay(run);
  const actions = useAttackActions({
    saleId: sale?.id ?? '',
    strategy,
    runningId: running ? run.id : null,
    form,
    onLaunched,
    onOpened: refresh,
  });
  const launch = (): void => {
    // On a phone the run is below what is folded, and a field that is wrong is in it.
    onOpen(form.read() === null);
    actions.launch();
  };
  return {
    form,
    actions: { ...actions, launch },
    running,
    queued: run?.state === 'QUEUED',
    lost,
    refusal: sale === null ? null : attackRefusal(sale.state),
    opens: sale !== null && opensByHand(sale.state),
  };
}
