import { useEffect, useEffectEvent, useState } from 'react';
import type { LoadModel } from '../../../schema/generated/enums.ts';
import type { Wish } from '../../lib/wish.ts';
import {
  type AttackField,
  type AttackNumbers,
  type AttackProblems,
  type AttackedSale,
  type AttackText,
  problemOf,
  problemsOf,
  readAttack,
  usualAttack,
} from './attack-form.ts';
import { mergeTyped, recallTyped, rememberTyped, type Typed } from './typed.ts';

/** The fields of the form, shared by the pane and by the dock of a phone. */
export interface AttackFormState {
  readonly model: LoadModel;
  choose(model: LoadModel): void;
  readonly text: AttackText;
  readonly problems: AttackProblems;
  /** Repeats the buyers of an earlier run; null for others. */
  readonly seed: number | null;
  forgetSeed(this: void): void;
  change(field: AttackField, value: string): void;
  /** Says what is wrong with a field once it has been left. */
  check(field: AttackField): void;
  /** The numbers; null after it has said what is wrong. */
  read(): AttackNumbers | null;
}

/**
 * A form that starts with what is wished, else with what was typed for this sale before, else with the usual attack on
 * the sale as it is. What nobody has touched follows the sale. A message goes away as soon as its field is right again.
 */
export function useAttackForm(
  wish: Pick<Wish, 'fields' | 'seed'>,
  sale: (AttackedSale & { readonly id: string }) | null,
): AttackFormState {
  const [problems, setProblems] = useState<AttackProblems>(() =>
    problemsOf({ model: null, fields: wish.fields }),
  );
  const [typed, setTyped] = useTyped(wish, sale?.id ?? null, (kept) => setProblems(problemsOf(kept)));
  const model = typed.model ?? 'CLOSED';
  const text = { ...usualAttack(sale), ...typed.fields };
  const [seed, setSeed] = useState(wish.seed);
  const judge = (field: AttackField, value: string): void => {
    const { [field]: _, ...others } = problems;
    const problem = problemOf(field, value);
    setProblems(problem === undefined ? others : { ...others, [field]: problem });
  };
  return {
    model,
    choose(chosen) {
      setTyped({ ...typed, model: chosen });
      // A rate that is not used can't be wrong.
      const { requestsPerSecond: _, ...others } = problems;
      if (chosen === 'CLOSED') setProblems(others);
    },
    text,
    problems,
    seed,
    forgetSeed: () => setSeed(null),
    change(field, value) {
      setTyped({ ...typed, fields: { ...typed.fields, [field]: value } });
      if (problems[field] !== undefined) judge(field, value);
    },
    check: (field) => judge(field, text[field]),
    read() {
      const { numbers, problems: found } = readAttack(model, text);
      setProblems(found ?? {});
      return numbers;
    },
  };
}

/** What was typed, kept in the tab for each sale. A wish is whole: nothing of an earlier visit is mixed into it. */
function useTyped(
  wish: Pick<Wish, 'fields'>,
  saleId: string | null,
  onRecalled: (kept: Typed) => void,
): readonly [Typed, (typed: Typed) => void] {
  const [typed, setTyped] = useState<Typed>({ model: null, fields: wish.fields });
  const wished = Object.keys(wish.fields).length > 0;
  const recalled = useEffectEvent(onRecalled);
  useEffect(() => {
    if (saleId === null || wished) return;
    const kept = recallTyped(saleId);
    setTyped((now) => mergeTyped(kept, now));
    recalled(kept);
  }, [saleId, wished]);
  const change = (next: Typed): void => {
    setTyped(next);
    if (saleId !== null) rememberTyped(saleId, next);
  };
  return [typed, change];
}
