import { availableParallelism, cpus, totalmem } from 'node:os';
import { rankStrategies } from '../../../sdk/index.ts';
import type { LoadOptions } from '../attack-options.ts';
import { compareLines } from '../compare/compare-lines.ts';
import { comparisonExitCode, warningsOf } from '../compare/conclusion.ts';
import { runRounds } from '../compare/run-rounds.ts';
import { writeJson } from '../json.ts';
import { createPaint } from '../paint.ts';
import { createProgress } from '../progress.ts';
import { leaveReport, plannedReport, type ReportOptions } from '../report/report-option.ts';
import { openSession, type Session } from '../session.ts';
import { chooseStrategies } from '../strategies.ts';
import type { Terminal } from '../terminal.ts';
import { witnessesByStrategy } from '../witnesses.ts';

/** The options of `compare`. */
export interface CompareOptions extends LoadOptions, ReportOptions {
  readonly strategies: string;
  readonly rounds: number;
}

/** `flash-sale compare`: strategies side by side. Answers with the exit code, which the safe ones decide. */
export async function compare(options: CompareOptions, terminal: Terminal): Promise<number> {
  const files = await plannedReport(options, terminal);
  await using session = await openSession(options, terminal, { admin: true });
  const known = await session.client.strategies({ signal: session.signal });
  const strategies = chooseStrategies(known, options.strategies);
  const { rounds, requests, concurrency, stock } = options;

  const progress = createProgress(terminal.stderr, options.json !== true);
  const plan = { strategies, rounds, load: { ...options, reset: true } };
  const attacks = await runRounds(session, plan, progress).finally(progress.end);
  const ranking = rankStrategies(strategies, attacks);
  const witnesses = witnessesByStrategy(attacks);
  const exitCode = comparisonExitCode(ranking);
  const targetRequestsPerSecond = options.rate ?? null;
  const settings = { saleId: options.sale, rounds, requests, concurrency, targetRequestsPerSecond, stock };
  if (options.json === true) {
    const unsafe = ranking.unsafe.map((result) => ({
      ...result,
      witness: witnesses.get(result.strategy) ?? null,
    }));
    const warnings = warningsOf(ranking);
    const where = await surroundings(session);
    writeJson(terminal.stdout, { exitCode, settings, ...where, safe: ranking.safe, unsafe, warnings });
  } else {
    const lines = compareLines({ ranking, settings, witnesses }, createPaint(terminal));
    terminal.stdout.write(`${lines.join('\n')}\n`);
  }
  // Last: an hour of runs must not be lost with a file.
  await leaveReport(files, attacks, { session, terminal, force: options.force });
  return exitCode;
}

/** What the figures were measured on: without it they mean little. */
async function surroundings({ client, url, signal }: Session): Promise<object> {
  const [first] = cpus();
  return {
    server: { url, ...(await client.health({ signal })) },
    machine: {
      platform: process.platform,
      arch: process.arch,
      cpu: first?.model ?? 'unknown',
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      node: process.versions.node,
    },
  };
}
