import { EpochFact, type FactProps, StoreFacts } from './store-facts.tsx';

/** What the header of a phone has no room for. */
export function Foot({ health, epoch }: FactProps) {
  return (
    <footer className="flex flex-wrap gap-x-5 gap-y-1 border-t border-line bg-surface px-4 py-3 text-label text-ink-3 mid:hidden">
      <EpochFact epoch={epoch} />
      <StoreFacts health={health} />
      <a href="/graphiql" className="font-[550]">
        GraphiQL
      </a>
    </footer>
  );
}
