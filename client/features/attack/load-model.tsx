import type { LoadModel } from '../../../schema/generated/enums.ts';

const MODELS = [
  { model: 'CLOSED', label: 'Closed', title: 'A fixed number of buyers, each waits for its answer' },
  { model: 'OPEN', label: 'Open', title: "Buyers arrive on a schedule, late answers don't slow it" },
] as const;

/** Which model, and who wants to know. */
export interface LoadModelSwitchProps {
  readonly model: LoadModel;
  readonly onChange: (model: LoadModel) => void;
}

/** How buyers come: two halves of one switch. */
export function LoadModelSwitch({ model: chosen, onChange }: LoadModelSwitchProps) {
  return (
    <fieldset className="m-0 grid min-w-0 content-start gap-1 border-0 p-0">
      <legend className="mb-1 p-0 text-label text-ink-2">Buyers</legend>
      <span className="grid h-hit grid-cols-2 overflow-hidden rounded-2 border border-line-strong">
        {MODELS.map(({ model, label, title }) => (
          <label
            key={model}
            title={title}
            className="relative grid place-items-center text-ink-2 has-checked:bg-accent-soft has-checked:font-semibold has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="load-model"
              className="absolute inset-0 m-0 cursor-pointer opacity-0"
              checked={model === chosen}
              onChange={() => onChange(model)}
            />
            {label}
          </label>
        ))}
      </span>
    </fieldset>
  );
}
