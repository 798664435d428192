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

/** The stores, by their own names. */
export function StoreFacts({ health }: Pick<FactProps, 'health'>) {
  const postgres = storeName(health?.postgresVersion ?? null, 'Postgres');
  const redis = storeName(health?.redisVersion ?? null, 'Redis');
  return [postgres, redis].map(({ name, version }) => <Fact key={name} name={name} value={version} />);
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <span>
      {name} <b className="font-[550] text-ink">{value}</b>
    </span>
  );
}
