import { useId } from 'react';

/** A number or a word to fill in. `problem` is shown under it and read out with it. */
export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly unit?: string;
  readonly problem?: string | undefined;
  readonly disabled?: boolean;
  readonly secret?: boolean;
}

/** A labelled input. */
export function Field(props: FieldProps) {
  const id = useId();
  const wrong = props.problem !== undefined;
  const secret = props.secret === true;
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id} className="text-label text-ink-2">
        {props.label}
      </label>
      <span
        className="flex h-hit items-center rounded-2 border border-line-strong bg-surface px-2.5 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent data-wrong:border-over"
        data-wrong={wrong || undefined}
      >
        <input
          id={id}
          className="w-full min-w-0 bg-transparent font-[550] outline-none disabled:text-ink-3"
          type={secret ? 'password' : 'text'}
          inputMode={secret ? 'text' : 'numeric'}
          autoComplete="off"
          value={props.value}
          disabled={props.disabled ?? false}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-problem` : undefined}
          onChange={(event) => props.onChange(event.target.value)}
          onBlur={props.onBlur}
        />
        {props.unit !== undefined && <span className="text-label text-ink-3">{props.unit}</span>}
      </span>
      {wrong && (
        <p id={`${id}-problem`} className="text-label text-over">
          {props.problem}
        </p>
      )}
    </div>
  );
}
