import type { ReactNode } from 'react';
import { Foot } from '../features/header/foot.tsx';
import { Header } from '../features/header/header.tsx';
import { NoSale } from '../features/sale/no-sale.tsx';
import type { Head } from './use-head.ts';

/** A page under the header. */
export interface PageFrameProps {
  readonly head: Pick<Head, 'health' | 'epoch' | 'sales' | 'missing'>;
  readonly children: ReactNode;
}

/** The header, and the page below it; where the address asks for a sale that there is not, only that. */
export function PageFrame({ head, children }: PageFrameProps) {
  const { health, epoch, sales, missing } = head;
  return (
    <>
      <Header health={health} epoch={epoch} fed={missing === null} />
      <main tabIndex={-1} className="min-h-[calc(100dvh-3rem)] bg-surface outline-none">
        {missing === null ? children : <NoSale wanted={missing} sales={sales} />}
      </main>
      <Foot health={health} epoch={epoch} />
    </>
  );
}
