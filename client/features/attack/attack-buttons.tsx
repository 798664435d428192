import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import type { AttackActions } from './use-attack-actions.ts';

/** `off`: nothing can be sent now. The rest is as in the pane. */
export interface AttackButtonsProps {
  readonly actions: AttackActions;
  readonly running: boolean;
  readonly queued: boolean;
  readonly off: boolean;
  readonly refusal: string | null;
  readonly opens: boolean;
}

/** What can be done, and why the last of it failed. In a pane that scrolls by itself they stay in sight. */
export function AttackButtons({ actions, running, queued, off, refusal, opens }: AttackButtonsProps) {
  return (
    <div className="grid gap-3 border-line bg-surface px-4 pb-4 pin:sticky pin:bottom-0 pin:border-t pin:pt-3">
      {opens ? (
        <Button primary disabled={off} title={refusal ?? undefined} onClick={actions.open}>
          Open the sale
        </Button>
      ) : (
        <Button primary submit disabled={running || off || refusal !== null} title={refusal ?? undefined}>
          <Icon name="play" />
          {launchWords({ running, queued, busy: actions.busy })}
        </Button>
      )}
      <div className="grid grid-cols-3 gap-2">
        <Button
          disabled={!running || off}
          onClick={actions.stop}
          title="End the attack; the books are read all the same"
        >
          Stop
        </Button>
        <Button disabled={running || off} onClick={actions.reset} title="A new epoch: the stock is put back">
          Reset
        </Button>
        <Button
          disabled={running || off}
          onClick={actions.sync}
          title="Rebuild Redis from Postgres behind a fence"
        >
          Sync
        </Button>
      </div>
      <p role="alert" className="text-over empty:hidden max-tab:hidden">
        {actions.error}
      </p>
    </div>
  );
}

function launchWords({
  running,
  queued,
  busy,
}: Pick<AttackButtonsProps, 'running' | 'queued'> & Pick<AttackActions, 'busy'>) {
  if (queued) return 'Attack queued';
  if (running) return 'Attack running';
  return busy === 'launch' ? 'Launching' : 'Launch attack';
}
