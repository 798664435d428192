import { Glyph } from '../../components/glyph.tsx';
import type { PurchaseStrategy } from '../../lib/model.ts';
import type { Scored, StrategyGroup } from './groups.ts';

/** The strategies, which one is chosen, and who wants to know. */
export interface StrategyPickerProps {
  readonly groups: readonly StrategyGroup[];
  /** What the figures are. */
  readonly column: string;
  readonly chosen: PurchaseStrategy | null;
  readonly onChoose: (strategy: PurchaseStrategy) => void;
}

/** A radio group that is also the scoreboard: last verdict, and a figure. Arrow keys move the choice. */
export function StrategyPicker({ groups, column, chosen, onChoose }: StrategyPickerProps) {
  return (
    <div role="radiogroup" aria-label="Strategy" className="px-2 py-3 pb-2">
      {groups.map(({ title, members }, index) => (
        <div key={title} role="group" aria-label={title}>
          <p className="flex justify-between px-2 pt-2 pb-1 text-label text-ink-3">
            <span>{title}</span>
            {index === 0 && <span>{column}</span>}
          </p>
          {members.map((member) => (
            <Option
              key={member.info.strategy}
              member={member}
              checked={member.info.strategy === chosen}
              onChoose={onChoose}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface OptionProps {
  readonly member: Scored;
  readonly checked: boolean;
  readonly onChoose: (strategy: PurchaseStrategy) => void;
}

function Option({ member, checked, onChoose }: OptionProps) {
  const { info, score } = member;
  const verdict = score === null ? 'never run' : `last verdict ${score.verdict}`;
  return (
    <label
      className={
        'relative grid h-[calc(var(--spacing-row)-.125rem)] grid-cols-[1rem_1fr_auto] items-center gap-2 rounded-1 px-2 text-ink-2 hover:bg-sunken ' +
        'has-checked:bg-accent-soft has-checked:font-semibold has-checked:text-ink has-checked:shadow-[inset_2px_0_0_var(--color-accent)] ' +
        'has-focus-visible:outline-2 has-focus-visible:-outline-offset-1 has-focus-visible:outline-accent'
      }
      title={info.title}
    >
      <input
        type="radio"
        name="strategy"
        className="absolute inset-0 m-0 cursor-pointer opacity-0"
        aria-label={`${info.strategy}, ${verdict}`}
        checked={checked}
        onChange={() => onChoose(info.strategy)}
      />
      <span data-verdict={score?.verdict} className="grid size-4 place-items-center text-(--v)">
        {score === null ? <span className="h-px w-1 bg-line-strong" /> : <Glyph mark={score.verdict} />}
      </span>
      <span className="truncate">{info.strategy}</span>
      <span className={`text-label font-normal ${checked ? 'text-ink-2' : 'text-ink-3'}`}>
        {score === null ? 'not run' : score.words}
      </span>
    </label>
  );
}
