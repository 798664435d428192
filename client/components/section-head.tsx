import type { ReactNode } from 'react';

/** A title, what is said in lighter type after it, and what stands at the right end. */
export interface SectionHeadProps {
  readonly title: string;
  readonly rest?: string;
  readonly children?: ReactNode;
}

/** The head of a pane's section. */
export function SectionHead({ title, rest, children }: SectionHeadProps) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <h2>
        {title}
        {rest !== undefined && <span className="font-normal text-ink-3"> {rest}</span>}
      </h2>
      <span className="label">{children}</span>
    </div>
  );
}
