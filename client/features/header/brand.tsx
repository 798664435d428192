import { PageLink } from '../../components/page-link.tsx';

/** The name, and the stock frame with one unit that got out. */
export function Brand() {
  return (
    <PageLink
      to="/"
      label="Flash Sale, live"
      className="flex items-center gap-2 text-read font-[650] tracking-[-.012em] whitespace-nowrap text-ink no-underline"
    >
      <svg viewBox="0 0 22 20" className="h-5 w-5.5" aria-hidden="true">
        <path d="M13 1.5H1.5v17H13" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M4.5 4.5H9V9H4.5zM4.5 11H9v4.5H4.5zM11 11h4.5v4.5H11z" fill="var(--color-accent)" />
        <path d="M14.5 3.2H19v4.5h-4.5z" transform="rotate(16 17 5)" fill="var(--color-over)" />
      </svg>
      <span className="hidden tab:inline">Flash Sale</span>
    </PageLink>
  );
}
