import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import type { PurchaseStrategy } from '../../lib/model.ts';
import type { AttackActions } from './use-attack-actions.ts';
import type { AttackFormState } from './use-attack-form.ts';

/** `onOpen` brings the picker into sight. */
export interface DockProps {
  readonly strategy: PurchaseStrategy | null;
  readonly form: AttackFormState;
  readonly actions: AttackActions;
  readonly running: boolean;
  readonly lost: boolean;
  readonly refusal: string | null;
  readonly opens: boolean;
  readonly admin: boolean;
  readonly onOpen: () => void;
}

/** How buyers would come, in few words. */
function paceOf({ model, text }: AttackFormState): string {
  return model === 'OPEN' ? `${text.requestsPerSecond} a second` : `${text.concurrency} at once`;
}

/** On a phone: what would be launched, the main action, and why the last one failed, always under the thumb. */
export function Dock({ strategy, form, actions, running, lost, refusal, opens, admin, onOpen }: DockProps) {
  const off = lost || !admin || actions.busy !== null;
  const wrong = Object.keys(form.problems).length > 0;
  return (
    <div className="sticky bottom-0 z-4 flex flex-wrap items-center gap-2 border-t border-line bg-surface px-4 py-2 tab:hidden">
      <p role="alert" className="w-full text-pretty text-over empty:hidden">
        {actions.error}
      </p>
      <button type="button" className="min-h-hit min-w-0 flex-1 text-left" onClick={onOpen}>
        <b className="block truncate font-semibold">{strategy ?? 'Choose a strategy'}</b>
        <span className={`block truncate text-label ${wrong ? 'text-over' : 'text-ink-3'}`}>
          {admin ? `${form.text.requests} requests, ${paceOf(form)}` : 'Admin token needed'}
        </span>
      </button>
      {!running && (
        <Button disabled={off} onClick={actions.reset}>
          Reset
        </Button>
      )}
      <MainAction {...{ actions, running, off, refusal, opens }} />
    </div>
  );
}

type MainActionProps = Pick<DockProps, 'actions' | 'running' | 'refusal' | 'opens'> & {
  readonly off: boolean;
};

/** What is to be done next. */
function MainAction({ actions, running, off, refusal, opens }: MainActionProps) {
  if (running)
    return (
      <Button disabled={off} onClick={actions.stop}>
        Stop
      </Button>
    );
  const title = refusal ?? undefined;
  if (opens)
    return (
      <Button primary disabled={off} title={title} onClick={actions.open}>
        Open the sale
      </Button>
    );
  return (
    <Button primary disabled={off || refusal !== null} title={title} onClick={actions.launch}>
      <Icon name="play" />
      Launch
    </Button>
  );
}
