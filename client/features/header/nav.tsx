import { PageLink } from '../../components/page-link.tsx';
import { pages } from '../../lib/route.ts';
import { useRoute } from '../../lib/services.ts';

const ENTRY =
  'flex items-center border-y-2 border-transparent px-1.5 font-medium text-ink-2 no-underline hover:text-ink ' +
  'aria-[current]:border-b-accent aria-[current]:text-ink tab:px-3';

/** The pages. The shown one is underlined. */
export function Nav() {
  const { page } = useRoute();
  return (
    <nav aria-label="Pages" className="flex min-w-0 self-stretch overflow-x-auto tab:gap-1">
      {pages.map(({ name, title, path }) => (
        <PageLink key={name} to={path} current={name === page} className={ENTRY}>
          {title}
        </PageLink>
      ))}
    </nav>
  );
}
