import type { Attack } from '../../../sdk/index.ts';
import { makeReport } from '../../report/facts/make-report.ts';
import type { Report } from '../../report/facts/report.ts';
import type { Session } from '../session.ts';

/** The report of these runs, with what their server says of itself. The session has to be an admin's. */
export async function readReport({ client, url, signal }: Session, runs: readonly Attack[]): Promise<Report> {
  const [health, sales, strategies, environment] = await Promise.all([
    client.health({ signal }),
    client.sales({ signal }),
    client.strategies({ signal }),
    client.environment({ signal }),
  ]);
  return makeReport({ url, health, sales, strategies, environment }, runs);
}
