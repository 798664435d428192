import { Brand } from './brand.tsx';
import { LinkSign } from './link-sign.tsx';
import { Nav } from './nav.tsx';
import { EpochFact, type FactProps, StoreFacts } from './store-facts.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** `fed`: the page has a feed, which is live or not. */
export interface HeaderProps extends FactProps {
  readonly fed: boolean;
}

/** Who this is, whether it is live, and what it runs on. What a phone has no room for stands in the foot. */
export function Header({ health, epoch, fed }: HeaderProps) {
  return (
    <header className="sticky top-0 z-5 flex h-12 items-center gap-3 border-b border-line bg-surface px-3 tab:gap-6 tab:px-4">
      <Brand />
      <Nav />
      <div className="ml-auto flex items-center gap-2 text-label whitespace-nowrap text-ink-3 mid:gap-3 tab:gap-5">
        {fed && <LinkSign />}
        <span className="hidden mid:inline">
          <EpochFact epoch={epoch} />
        </span>
        <span className="hidden desk:contents">
          <StoreFacts health={health} />
        </span>
        <a href="/graphiql" className="hidden font-[550] mid:inline">
          GraphiQL
        </a>
        <ThemeSwitch />
      </div>
    </header>
  );
}
