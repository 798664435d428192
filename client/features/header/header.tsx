import type { Health } from '../../lib/model.ts';
import { count } from '../../lib/format.ts';
import { Brand } from './brand.tsx';
import { LinkSign } from './link-sign.tsx';
import { Nav } from './nav.tsx';
import { storeName } from './store-name.ts';
import { ThemeSwitch } from './theme-switch.tsx';

/** Null where the server has not said it yet. `fed`: the page has a feed, which is live or not. */
export interface HeaderProps {
  readonly health: Health | null;
  readonly epoch: number | null;
  readonly fed: boolean;
}

/** Who this is, whether it is live, and what it runs on. */
export function Header({ health, epoch, fed }: HeaderProps) {
  const postgres = storeName(health?.postgresVersion ?? null, 'Postgres');
  const redis = storeName(health?.redisVersion ?? null, 'Redis');
  return (
    <header className="sticky top-0 z-5 flex h-12 items-center gap-3 border-b border-line bg-surface px-3 tab:gap-6 tab:px-4">
      <Brand />
      <Nav />
      <div className="ml-auto flex items-center gap-2 text-label whitespace-nowrap text-ink-3 tab:gap-5">
        {fed && <LinkSign />}
        <span className="hidden tab:inline">
          Epoch <b className="font-[550] text-ink">{count(epoch)}</b>
        </span>
        {[postgres, redis].map(({ name, version }) => (
          <span key={name} className="hidden desk:inline">
            {name} <b className="font-[550] text-ink">{version}</b>
          </span>
        ))}
        <a href="/graphiql" className="hidden font-[550] tab:inline">
          GraphiQL
        </a>
        <ThemeSwitch />
      </div>
    </header>
  );
}
