import { plural } from '../../lib/format.ts';
import type { Witness } from '../../lib/model.ts';
import { unitLabel } from '../../../lab/report/witness/words.ts';

/** Squares at most; the rest is counted. */
const SQUARES_MAX = 120;

/** `stock` units there were, `oversold` were sold beyond them; some of those have a witness. */
export interface UnitsProps {
  readonly stock: number;
  readonly oversold: number;
  readonly witnesses: readonly Witness[];
  readonly chosen: number;
  readonly onChoose: (unit: number) => void;
}

/** One square a unit that was sold too many. Those without a witness are outlined, and a key says so where there are any. */
export function Units({ stock, oversold, witnesses, chosen, onChoose }: UnitsProps) {
  const witnessed = new Set(witnesses.map(({ unit }) => unit));
  const shown = Math.min(oversold, SQUARES_MAX);
  return (
    <fieldset className="flex flex-col items-start gap-3 border-y border-line px-4 py-3 tab:flex-row tab:items-center tab:px-6">
      <legend className="sr-only">Which unit</legend>
      <span className="label whitespace-nowrap">{plural(oversold, 'unit')} sold beyond the stock</span>
      <span className="flex flex-wrap items-center gap-[3px]">
        {Array.from({ length: shown }, (_, index) => {
          const unit = stock + index + 1;
          const known = witnessed.has(unit);
          return (
            <input
              key={unit}
              type="radio"
              name="unit"
              className="wit-unit"
              aria-label={unitLabel(unit, known)}
              title={unitLabel(unit, known)}
              disabled={!known}
              checked={unit === chosen}
              onChange={() => onChoose(unit)}
            />
          );
        })}
        {oversold > shown && <span className="label pl-2">+{plural(oversold - shown, 'more', 'more')}</span>}
      </span>
      {witnessed.size < oversold && (
        <span className="label flex flex-wrap items-center gap-x-3 gap-y-1" data-testid="units-key">
          <Key word="with a witness" />
          <Key word="without" outlined />
        </span>
      )}
    </fieldset>
  );
}

function Key({ word, outlined = false }: { readonly word: string; readonly outlined?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <i
        className={`size-3 rounded-[2px] ${outlined ? 'border border-line-strong' : 'bg-over opacity-60'}`}
        aria-hidden="true"
      />
      {word}
    </span>
  );
}
