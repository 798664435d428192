import { PageLink } from '../components/page-link.tsx';
import { PageFrame } from './page-frame.tsx';
import { useHead } from './use-head.ts';

/** An address that shows nothing. */
export function NoPage() {
  return (
    <PageFrame head={useHead()}>
      <div className="grid justify-items-start gap-3 px-4 py-8 text-read tab:px-6">
        <h1 className="text-head font-semibold">There is nothing to show here</h1>
        <p className="text-ink-2">
          This address has no page. The sale is at <PageLink to="/">Live</PageLink>.
        </p>
      </div>
    </PageFrame>
  );
}
