import { useEffect, useRef } from 'react';
import { pages, type PageName } from '../lib/route.ts';
import { useRoute } from '../lib/services.ts';
import { ComparePage } from './compare-page.tsx';
import { LivePage } from './live-page.tsx';
import { NoPage } from './no-page.tsx';
import { StepsPage } from './steps-page.tsx';
import { WitnessPage } from './witness-page.tsx';

/** The page of the address. Whoever follows a link begins to read at its top. */
export function App() {
  const { page, id } = useRoute();
  const title = pages.find(({ name }) => name === page)?.title ?? 'Nothing here';
  const arrived = useRef(false);
  useEffect(() => {
    document.title = `${title} · Flash Sale`;
    if (arrived.current) {
      scrollTo(0, 0);
      document.querySelector('main')?.focus();
    }
    arrived.current = true;
  }, [title, id]);
  return pageOf(page, id);
}

function pageOf(page: PageName | null, id: string | null) {
  switch (page) {
    case 'live':
      return <LivePage />;
    case 'witness':
      return <WitnessPage key={id} id={id} />;
    case 'compare':
      return <ComparePage />;
    case 'steps':
      return <StepsPage />;
    case null:
      return <NoPage />;
  }
}
