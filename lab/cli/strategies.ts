import type { PurchaseStrategy } from '../../sdk/index.ts';
import { usageFailure } from './failure.ts';
import type { Session } from './session.ts';

/** A strategy of the server, as the commands need it. */
export interface KnownStrategy {
  readonly strategy: PurchaseStrategy;
  readonly title: string;
  readonly safe: boolean;
}

/** ROW_LOCK for row-lock as well. */
const nameOf = (text: string): string => text.trim().toUpperCase().replaceAll('-', '_');

/** The strategies that a list such as `ROW_LOCK,redis-lua`, `safe` or `all` means. Throws a Failure that lists all there are. */
export async function findStrategies(
  { client, signal }: Session,
  list: string,
): Promise<readonly KnownStrategy[]> {
  const known = await client.strategies({ signal });
  const names = new Set(list.split(',').map(nameOf));
  const wanted = new Set(
    [...names].flatMap((name) => {
      if (name === 'ALL') return known;
      if (name === 'SAFE') return known.filter(({ safe }) => safe);
      const found = known.find(({ strategy }) => strategy === name);
      if (found !== undefined) return [found];
      const lines = known.map(
        ({ strategy, title, safe }) => `  ${strategy} (${title}${safe ? '' : ', unsafe'})`,
      );
      throw usageFailure(`There is no strategy ${name}. The server has:\n${lines.join('\n')}`);
    }),
  );
  return [...wanted];
}
