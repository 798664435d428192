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

/** The stores, by their own names, and whether they answer. */
export function StoreFacts({ health }: Pick<FactProps, 'health'>) {
  const stores = [
    { ...storeName(health?.postgresVersion ?? null, 'Postgres'), isAway: health?.postgres === false },
    { ...storeName(health?.redisVersion ?? null, 'Redis'), isAway: health?.redis === false },
  ];
  return stores.map(({ name, version, isAway }) =>
    isAway ? (
      <Fact key={name} name={name} value="away" tone="text-over" />
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
