import type { ReactNode } from 'react';
import { Header } from '../features/header/header.tsx';
import type { Head } from './use-head.ts';

/** A page under the header. */
export interface PageFrameProps {
  readonly head: Pick<Head, 'health' | 'epoch'>;
  readonly children: ReactNode;
}

/** The header, and the page below it. */
export function PageFrame({ head, children }: PageFrameProps) {
  return (
    <>
      <Header health={head.health} epoch={head.epoch} />
      <main tabIndex={-1} className="min-h-[calc(100dvh-3rem)] bg-surface outline-none">
        {children}
      </main>
    </>
  );
}
