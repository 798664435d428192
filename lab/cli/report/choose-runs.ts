import type { Attack } from '../../../sdk/index.ts';
import { isUnderWay } from '../../report/comparison/under-way.ts';
import { chooseSale } from '../../report/facts/choose-sale.ts';
import { Failure, usageFailure } from '../failure.ts';
import type { Session } from '../session.ts';

/** Which runs a report is about: those of the ids, else the last of a sale. */
export interface RunsWish {
  readonly ids: readonly string[];
  /** Undefined for the first lab sale. */
  readonly sale: string | undefined;
  /** How many runs to look back. */
  readonly last: number;
}

/** The runs with all that is known of them. Throws a Failure where there are none, or one is not there or not done. */
export async function chooseRuns(session: Session, wish: RunsWish): Promise<Attack[]> {
  const ids = wish.ids.length > 0 ? [...new Set(wish.ids)] : await lastRuns(session, wish);
  const runs: Attack[] = [];
  for (const id of ids) runs.push(await readRun(session, id));
  return runs;
}

async function lastRuns(
  { client, url, signal }: Session,
  { sale: wanted, last }: RunsWish,
): Promise<string[]> {
  const { sale } = chooseSale(await client.sales({ signal }), wanted ?? null);
  if (sale === null) throw usageFailure(`There is no sale ${wanted ?? 'at all'} at ${url}.`);
  const runs = await client.attacks({ saleId: sale.id, first: last }, { signal });
  const ended = runs.filter((run) => !isUnderWay(run));
  if (ended.length > 0) return ended.map(({ id }) => id);
  throw new Failure(`Sale ${sale.id} at ${url} has no run that has ended: try \`flash-sale attack\` first.`, {
    code: 'NO_RUNS',
  });
}

async function readRun({ client, url, signal }: Session, id: string): Promise<Attack> {
  const run = await client.attack(id, { signal });
  if (run === null) throw usageFailure(`There is no run ${id} at ${url}.`);
  if (isUnderWay(run))
    throw new Failure(`Run ${id} has not ended yet: its report is made of its verdict.`, {
      code: 'UNDER_WAY',
    });
  return run;
}
