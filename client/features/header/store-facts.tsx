import { count } from '../../lib/format.ts';
import type { Health } from '../../lib/model.ts';
import { storeName } from './store-name.ts';

/** Null where the server has not said it yet. */
export interface FactProps {
  readonly health: Health | null;
  readonly epoch: number | null;
}

/** The epoch of the sale. */
export function EpochFact({ epoch }: Pick<FactProps, 'epoch'>) {
  return <Fact name="Epoch" value={count(epoch)} />;
}

/** The stores, by their own names, and what is wrong with them. */
export function StoreFacts({ health }: Pick<FactProps, 'health'>) {
  const stores = [
    { said: health?.postgresVersion ?? null, usual: 'Postgres', isWell: health?.postgres !== false },
    { said: health?.redisVersion ?? null, usual: 'Redis', isWell: health?.redis !== false },
  ].map(({ said, usual, isWell }) => ({
    ...storeName(said, usual),
    trouble: isWell ? null : said === null ? 'away' : 'takes no writes',
  }));
  return stores.map(({ name, version, trouble }) =>
    trouble !== null ? (
      <Fact key={name} name={name} value={trouble} tone="text-over" />
    ) : (
      <Fact key={name} name={name} value={version} />
    ),
  );
}

interface OneFact {
  readonly name: string;
  readonly value: string;
  readonly tone?: string;
}

function Fact({ name, value, tone = 'text-ink' }: OneFact) {
  return (
    <span>
      {name} <b className={`font-[550] ${tone}`}>{value}</b>
    </span>
  );
}
