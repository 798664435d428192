import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { AttackButtons } from './attack-buttons.tsx';
import { LoadModelSwitch } from './load-model.tsx';
import type { AttackField } from './attack-form.ts';
import type { AttackActions } from './use-attack-actions.ts';
import type { AttackFormState } from './use-attack-form.ts';

/** `running`: an attack is under way. `queued`: it waits for its turn. `lost`: nothing can be sent.
 * `refusal`: why the sale can't be attacked; null when it can. `opens`: it can once an admin opens it. */
export interface AttackPaneProps {
  readonly form: AttackFormState;
  readonly actions: AttackActions;
  readonly running: boolean;
  readonly queued: boolean;
  readonly lost: boolean;
  readonly refusal: string | null;
  readonly opens: boolean;
}

/** The attack to launch, and what an admin can do to the sale. */
export function AttackPane({ form, actions, running, queued, lost, refusal, opens }: AttackPaneProps) {
  const off = lost || actions.busy !== null;
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
      className="pin:contents"
      aria-label="Attack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!running && !off && refusal === null) actions.launch();
      }}
    >
      <div className="grid gap-3 px-4 pt-3 pb-3">
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
      </div>
      <AttackButtons {...{ actions, running, queued, off, refusal, opens }} />
    </form>
  );
}
