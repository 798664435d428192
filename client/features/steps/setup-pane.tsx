import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { readyMade, type ReadyMade } from './next-turn.ts';
import type { StepSetup } from './use-step-setup.ts';

/** `off`: nothing can be sent now. */
export interface SetupPaneProps {
  readonly setup: StepSetup;
  readonly off: boolean;
  readonly playing: boolean;
  readonly onBegin: () => void;
  readonly onPlay: (turns: ReadyMade['turns']) => void;
  readonly onStop: () => void;
}

/** How many buyers and units, the button that begins, and schedules that run by themselves. */
export function SetupPane({ setup, off, playing, onBegin, onPlay, onStop }: SetupPaneProps) {
  return (
    <form
      className="grid gap-3 border-b border-line px-4 pt-3 pb-4"
      aria-label="Step-through"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!off) onBegin();
      }}
    >
      <div className="grid grid-cols-2 gap-3">
        <Field label="Stock" value={setup.stock} problem={setup.problem} onChange={setup.setStock} />
        <fieldset className="grid min-w-0 content-start gap-1">
          <legend className="mb-1 text-label text-ink-2">Buyers</legend>
          <div className="grid h-hit grid-cols-2 rounded-2 bg-sunken p-0.5">
            {[2, 3].map((buyers) => (
              <label
                key={buyers}
                className="relative grid place-items-center rounded-2 border border-transparent font-[550] text-ink-2 has-checked:border-line-strong has-checked:bg-surface has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
              >
                <input
                  type="radio"
                  name="buyers"
                  className="absolute inset-0 m-0 opacity-0"
                  checked={setup.buyers === buyers}
                  onChange={() => setup.setBuyers(buyers)}
                />
                {buyers}
              </label>
            ))}
          </div>
        </fieldset>
      </div>
      <Button primary submit disabled={off || playing}>
        Begin
      </Button>
      <div className="grid gap-1">
        <p className="label">Or watch a schedule</p>
        {readyMade.map(({ title, words, turns }) => (
          <button
            key={turns}
            type="button"
            disabled={off || playing}
            onClick={() => onPlay(turns)}
            className="flex items-baseline gap-2 rounded-1 py-1 text-left text-accent disabled:text-ink-3"
          >
            <Icon name="play" />
            <span>
              <span className="font-medium">{title}</span>
              <span className="block text-label text-ink-3">{words}</span>
            </span>
          </button>
        ))}
      </div>
      {playing && <Button onClick={onStop}>Stop here</Button>}
    </form>
  );
}
