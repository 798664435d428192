import { useId } from 'react';
import type { LoadRuns } from '../../../lab/report/comparison/loads.ts';
import { loadWords } from '../../../lab/report/comparison/words.ts';

/** The loads that the sale has seen, and which is shown. */
export interface LoadChoiceProps {
  readonly loads: readonly LoadRuns<unknown>[];
  readonly shown: string;
  readonly onChoose: (key: string) => void;
}

/** Which load is compared: only runs under the same one say anything about each other. */
export function LoadChoice({ loads, shown, onChoose }: LoadChoiceProps) {
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-4 tab:px-6">
      <label htmlFor={id} className="text-label text-ink-2">
        Load
      </label>
      <select
        id={id}
        value={shown}
        onChange={(event) => onChoose(event.target.value)}
        className="h-hit max-w-full min-w-0 rounded-2 border border-line-strong bg-surface px-2"
      >
        {loads.map(({ key, load, runs }) => (
          <option key={key} value={key}>
            {loadWords(load)} ({runs.length})
          </option>
        ))}
      </select>
    </div>
  );
}
