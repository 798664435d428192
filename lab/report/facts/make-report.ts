import { rankStrategies } from '../../../sdk/comparison/ranking.ts';
import type { Attack, SaleMode } from '../../../sdk/index.ts';
import { loadsOf } from '../comparison/loads.ts';
import { withOwnBooks } from '../comparison/own-books.ts';
import type { Environment, KnownStrategy, Report, RunGroup, ServerFacts } from './report.ts';
import { runFacts } from './run-facts.ts';

/** What is read of a sale. */
interface SoldSale {
  readonly id: string;
  readonly mode: SaleMode;
  readonly product: { readonly name: string };
}

/** What the server says besides its runs. */
export interface Surroundings {
  /** The server's address. */
  readonly url: string;
  readonly health: {
    readonly version: string;
    readonly postgresVersion: string | null;
    readonly redisVersion: string | null;
  };
  readonly sales: readonly SoldSale[];
  readonly strategies: readonly KnownStrategy[];
  /** Null where whoever asked is not the admin. */
  readonly environment: Environment | null;
}

/** All that is known of these runs, which have ended. */
export function makeReport(surroundings: Surroundings, runs: readonly Attack[]): Report {
  const { url, health, sales, strategies, environment } = surroundings;
  const server: ServerFacts = {
    address: new URL(url).host,
    version: health.version,
    postgres: health.postgresVersion,
    redis: health.redisVersion,
    environment,
  };
  return { format: 1, madeAt: new Date().toISOString(), server, groups: groupsOf(runs, sales, strategies) };
}

/** Runs by sale and load, what ran last first. */
function groupsOf(
  runs: readonly Attack[],
  sales: readonly SoldSale[],
  known: readonly KnownStrategy[],
): RunGroup[] {
  const newestFirst = runs.toSorted((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''));
  const saleIds = [...new Set(newestFirst.map(({ saleId }) => saleId))];
  return saleIds.flatMap((id) => {
    const sale = sales.find((each) => each.id === id);
    const shown = { id, mode: sale?.mode ?? 'LAB', product: sale?.product.name ?? '' };
    const ofSale = newestFirst.filter(({ saleId }) => saleId === id);
    const own = new Set(withOwnBooks(ofSale));
    return loadsOf(ofSale).map(({ load, runs }): RunGroup => {
      const ranked = runs.filter((run) => own.has(run));
      const ranking = ranked.length > 1 ? rankStrategies(known, ranked) : null;
      return { sale: shown, load, ranking, runs: runs.map((run) => runFacts(run, known)) };
    });
  });
}
