import type { ReactNode } from 'react';

/** A square button with a picture; `label` is what it does, for those who can't see it. */
export interface IconButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

/** A button without words. */
export function IconButton({ label, onClick, disabled = false, children }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
      className="grid size-8 flex-none place-items-center rounded-2 text-ink-2 enabled:hover:bg-sunken enabled:hover:text-ink disabled:cursor-not-allowed disabled:text-line-strong"
    >
      {children}
    </button>
  );
}
