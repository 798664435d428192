import type { ReactNode } from 'react';

/** `primary` is the one thing to do; a page has one. */
export interface ButtonProps {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly disabled?: boolean;
  readonly primary?: boolean;
  readonly submit?: boolean;
  readonly title?: string | undefined;
  readonly small?: boolean;
}

const BASE =
  'inline-flex items-center justify-center gap-2 rounded-2 border font-[550] whitespace-nowrap transition-colors duration-(--fast) ' +
  'disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-ink-3';
const PLAIN = 'border-line-strong bg-surface text-ink hover:bg-sunken';
const PRIMARY = 'border-accent bg-accent font-semibold text-on-accent hover:bg-accent-2';

/** A button with words. */
export function Button(props: ButtonProps) {
  const size = props.small === true ? 'h-7 px-3' : 'h-hit px-3';
  return (
    <button
      type={props.submit === true ? 'submit' : 'button'}
      className={`${BASE} ${size} ${props.primary === true ? PRIMARY : PLAIN}`}
      disabled={props.disabled ?? false}
      onClick={props.onClick}
      title={props.title}
    >
      {props.children}
    </button>
  );
}
