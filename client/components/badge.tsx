import { Glyph, type Mark } from './glyph.tsx';

/** `amount` is what the verdict counts: "by 37", "−3". */
export interface BadgeProps {
  readonly mark: Mark;
  readonly amount?: string;
  readonly large?: boolean;
}

const SMALL = 'h-6 gap-1.5 pr-2 pl-1.5 text-label';
const LARGE = 'h-8 gap-2 pr-3 pl-2 text-read';

/** A verdict, or what stands in its place: glyph, word and amount in its colour. */
export function Badge({ mark, amount = '', large = false }: BadgeProps) {
  const word = mark.replace('_', ' ');
  return (
    <span
      data-verdict={mark}
      className={`inline-flex items-center rounded-1 bg-(--v-soft) font-[650] tracking-[.015em] whitespace-nowrap text-(--v) ${large ? LARGE : SMALL}`}
    >
      <Glyph mark={mark} size={large ? 'size-5' : 'size-[.9375rem]'} />
      {amount === '' ? word : `${word} ${amount}`}
    </span>
  );
}
