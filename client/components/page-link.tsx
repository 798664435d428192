import type { MouseEvent, ReactNode } from 'react';
import { useServices } from '../lib/services.ts';

/** `to` is a path of this site; `current` marks the page that is shown. */
export interface PageLinkProps {
  readonly to: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly label?: string;
  readonly current?: boolean;
}

/** A link to a page of the dashboard, which is shown without being loaded. A click that asks for a new tab gets one. */
export function PageLink({ to, children, className, label, current }: PageLinkProps) {
  const { router } = useServices();
  function follow(event: MouseEvent): void {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.go(to);
  }
  return (
    <a
      href={router.hrefOf(to)}
      onClick={follow}
      className={className}
      aria-label={label}
      aria-current={current === true ? 'page' : undefined}
    >
      {children}
    </a>
  );
}
