import { type ReactNode, useEffect, useRef } from 'react';
import { Icon } from './icon.tsx';

/** `title` names what is folded. */
export interface FoldProps {
  readonly title: string;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly children: ReactNode;
}

/** What a phone folds to one line; a wider page always shows it. Escape folds it too, with the focus back on its button. */
export function Fold({ title, open, onOpen, children }: FoldProps) {
  const top = useRef<HTMLButtonElement>(null);
  const moved = useRef(open);
  useEffect(() => {
    if (moved.current === open) return;
    moved.current = open;
    // Folded from far down, the page would show what is far below.
    top.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  useEffect(() => {
    if (!open) return;
    const fold = (event: KeyboardEvent): void => {
      // A dialog above takes the key for itself.
      if (event.key !== 'Escape' || document.querySelector('dialog[open]') !== null) return;
      onOpen(false);
      top.current?.focus();
    };
    addEventListener('keydown', fold);
    return () => removeEventListener('keydown', fold);
  }, [open, onOpen]);
  return (
    <>
      <button
        ref={top}
        type="button"
        aria-expanded={open}
        className="flex h-11 w-full scroll-mt-16 items-center gap-2 border-b border-line px-4 text-read font-semibold tab:hidden"
        onClick={() => onOpen(!open)}
      >
        <span className="flex-1 truncate text-left">{title}</span>
        <span className={open ? 'rotate-180' : ''}>
          <Icon name="down" />
        </span>
      </button>
      <div className={`${open ? 'border-b border-line' : 'hidden'} tab:block tab:border-0`}>{children}</div>
    </>
  );
}
