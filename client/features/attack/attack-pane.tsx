import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { LoadModelSwitch } from './load-model.tsx';
import type { AttackField } from './attack-form.ts';
import type { AttackActions } from './use-attack-actions.ts';
import type { AttackFormState } from './use-attack-form.ts';

/** `running`: an attack is under way. `queued`: it waits for its turn. `lost`: nothing can be sent.
 * `refusal`: why the sale can't be attacked; null when it can. */
export interface AttackPaneProps {
  readonly form: AttackFormState;
  readonly actions: AttackActions;
  readonly running: boolean;
  readonly queued: boolean;
  readonly lost: boolean;
  readonly refusal: string | null;
}

/** The attack to launch, and what an admin can do to the sale. */
export function AttackPane({ form, actions, running, queued, lost, refusal }: AttackPaneProps) {
  const { busy, error } = actions;
  const off = lost || busy !== null;
  const field = (name: AttackField, label: string, unit?: string) => (
    <Field
      label={label}
      value={form.text[name]}
      problem={form.problems[name]}
      disabled={name === 'requestsPerSecond' && form.model === 'CLOSED'}
      onChange={(value) => form.change(name, value)}
      onBlur={() => form.check(name)}
      {...(unit === undefined ? {} : { unit })}
    />
  );
  return (
    <form
      className="grid gap-3 px-4 pt-3 pb-4"
      aria-label="Attack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!running && !off && refusal === null) actions.launch();
      }}
    >
      <div className="grid grid-cols-2 gap-3">
        {field('requests', 'Requests')}
        {field('concurrency', 'Concurrency')}
        <LoadModelSwitch model={form.model} onChange={form.choose} />
        {field('requestsPerSecond', 'Arriving', '/s')}
        {field('stock', 'Stock')}
        {field('raceWindowMs', 'Race window', 'ms')}
      </div>
      {form.seed !== null && (
        <p className="flex items-center justify-between gap-2 text-ink-2">
          The same buyers as in an earlier run.
          <Button small onClick={form.forgetSeed}>
            Others
          </Button>
        </p>
      )}
      <Button primary submit disabled={running || off || refusal !== null} title={refusal ?? undefined}>
        <Icon name="play" />
        {launchWords({ running, queued, busy })}
      </Button>
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
        {error}
      </p>
    </form>
  );
}

function launchWords({
  running,
  queued,
  busy,
}: Pick<AttackPaneProps, 'running' | 'queued'> & Pick<AttackActions, 'busy'>) {
  if (queued) return 'Attack queued';
  if (running) return 'Attack running';
  return busy === 'launch' ? 'Launching' : 'Launch attack';
}
