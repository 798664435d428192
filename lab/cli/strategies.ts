import type { PurchaseStrategy } from '../../sdk/index.ts';
import { usageFailure } from './failure.ts';

/** A strategy of the server, as the commands need it. */
export interface KnownStrategy {
  readonly strategy: PurchaseStrategy;
  readonly title: string;
  readonly safe: boolean;
}

/** ROW_LOCK for row-lock as well. */
const nameOf = (text: string): string => text.trim().toUpperCase().replaceAll('-', '_');

/**
 * The ones of `known` that a list such as `ROW_LOCK,redis-lua`, `safe` or `all` means, each once. Throws a Failure that
 * lists all there are.
 */
export function chooseStrategies<T extends KnownStrategy>(known: readonly T[], list: string): readonly T[] {
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
