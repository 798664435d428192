import { rankStrategies } from '../../../sdk/comparison/ranking.ts';
import type { Attack, FlashSaleClient, Sale } from '../../../sdk/index.ts';
import { loadsOf } from '../comparison/loads.ts';
import type { Environment, KnownStrategy, Report, RunGroup, ServerFacts } from './report.ts';
import { runFacts } from './run-facts.ts';

/** Where the facts come from. */
export interface ReportSource {
  readonly client: Pick<FlashSaleClient, 'health' | 'sales' | 'strategies' | 'environment'>;
  /** The server's address. */
  readonly url: string;
  /** The client speaks as the admin: the server tells nobody else what it runs on. */
  readonly isAdmin: boolean;
  readonly signal?: AbortSignal;
}

/** All that is known of these runs, which have ended. Throws what the client throws. */
export async function makeReport(source: ReportSource, runs: readonly Attack[]): Promise<Report> {
  const { client, isAdmin, signal } = source;
  const options = signal === undefined ? {} : { signal };
  const [health, sales, strategies, environment] = await Promise.all([
    client.health(options),
    client.sales(options),
    client.strategies(options),
    isAdmin ? client.environment(options) : null,
  ]);
  const server = serverFacts(source.url, health, environment);
  return { format: 1, madeAt: new Date().toISOString(), server, groups: groupsOf(runs, sales, strategies) };
}

function serverFacts(
  url: string,
  health: Awaited<ReturnType<FlashSaleClient['health']>>,
  environment: Environment | null,
): ServerFacts {
  return {
    address: new URL(url).host,
    version: health.version,
    postgres: health.postgresVersion,
    redis: health.redisVersion,
    environment,
  };
}

/** Runs by sale and load, what ran last first. */
function groupsOf(
  runs: readonly Attack[],
  sales: readonly Sale[],
  known: readonly KnownStrategy[],
): RunGroup[] {
  const newestFirst = runs.toSorted((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''));
  const saleIds = [...new Set(newestFirst.map(({ saleId }) => saleId))];
  return saleIds.flatMap((id) => {
    const sale = sales.find((each) => each.id === id);
    const shown = { id, mode: sale?.mode ?? 'LAB', product: sale?.product.name ?? '' };
    return loadsOf(newestFirst.filter(({ saleId }) => saleId === id)).map(({ load, runs }): RunGroup => {
      const ranking = runs.length > 1 ? rankStrategies(known, runs) : null;
      return { sale: shown, load, ranking, runs: runs.map((run) => runFacts(run, known)) };
    });
  });
}
