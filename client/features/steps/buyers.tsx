import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import type { Buyer, BuyerName } from './model.ts';

/** `off`: nothing can be sent now. */
export interface BuyersProps {
  readonly buyers: readonly Buyer[];
  readonly off: boolean;
  readonly onGo: (buyer: BuyerName) => void;
}

/** Each buyer: how it stands, what it would run next, what it has locked; and the button that lets it go. */
export function Buyers({ buyers, off, onGo }: BuyersProps) {
  return (
    <div
      className={`grid divide-line border-y border-line max-tab:divide-y tab:divide-x ${buyers.length === 3 ? 'tab:grid-cols-3' : 'tab:grid-cols-2'}`}
    >
      {buyers.map((buyer) => (
        <section
          key={buyer.name}
          className="grid min-w-0 content-start gap-2 px-4 py-4 tab:px-6"
          aria-label={`Buyer ${buyer.name}`}
        >
          <div className="flex items-center gap-3">
            <h2 className="text-head font-semibold">{buyer.name}</h2>
            <p
              className="flex min-w-0 flex-1 items-center gap-1.5 text-ink-2"
              data-testid={`status-${buyer.name}`}
            >
              {buyer.status === 'WAITING' && <Icon name="padlock" />}
              {statusWords(buyer)}
            </p>
            <Button
              disabled={off || buyer.status !== 'READY'}
              onClick={() => onGo(buyer.name)}
              title={`Lets the next statement of ${buyer.name} run`}
            >
              Let {buyer.name} go
              <kbd className="hidden rounded-1 border border-line px-1 font-mono text-label text-ink-3 desk:inline">
                {buyer.name.toLowerCase()}
              </kbd>
            </Button>
          </div>
          {buyer.statement !== null && (
            <p
              className="rounded-2 bg-sunken px-3 py-2 font-mono text-label wrap-anywhere text-ink"
              title={buyer.statement.sent}
            >
              {buyer.statement.text}
            </p>
          )}
          {buyer.locks.length > 0 && (
            <p className="text-label text-pretty text-ink-3">
              Holds <span className="text-ink-2">{buyer.locks.join(' · ')}</span>
            </p>
          )}
        </section>
      ))}
    </div>
  );
}

function statusWords({ status, waitsFor, waitsOn, outcome }: Buyer): string {
  switch (status) {
    case 'READY':
      return 'is about to run';
    case 'RUNNING':
      return 'pauses before another attempt';
    case 'WAITING':
      return `waits for ${waitsFor.join(' and ')}${waitsOn === null ? '' : `: ${waitsOn}`}`;
    case 'ENDED':
      return outcome ?? 'has ended';
  }
}
