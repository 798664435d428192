import { attackInput, type LoadOptions } from '../attack-options.ts';
import { attackLines } from '../attack-lines.ts';
import { exitCodeOf } from '../exit-code.ts';
import { Failure, usageFailure } from '../failure.ts';
import { writeJson } from '../json.ts';
import { createPaint } from '../paint.ts';
import { attackProgress, createProgress } from '../progress.ts';
import { leaveReport, plannedReport, type ReportOptions } from '../report/report-option.ts';
import { runAttack } from '../run-attack.ts';
import { openSession } from '../session.ts';
import { chooseStrategies } from '../strategies.ts';
import type { Terminal } from '../terminal.ts';
import { withoutSteps } from '../witnesses.ts';

/** The options of `attack`. */
export interface AttackOptions extends LoadOptions, ReportOptions {
  readonly strategy: string;
}

/** `flash-sale attack`: one run and its verdict. Answers with the exit code. */
export async function attack(options: AttackOptions, terminal: Terminal): Promise<number> {
  const files = await plannedReport(options, terminal);
  await using session = await openSession(options, terminal, { admin: true });
  const known = await session.client.strategies({ signal: session.signal });
  const [chosen, ...more] = chooseStrategies(known, options.strategy);
  if (chosen === undefined || more.length > 0)
    throw usageFailure('An attack takes one strategy; `flash-sale compare` runs several.');

  const progress = createProgress(terminal.stderr, options.json !== true);
  const input = attackInput(options, chosen.strategy);
  const ended = await runAttack(session, input, (state) => progress.show(attackProgress(state))).finally(
    progress.end,
  );
  if (ended.audit === null)
    throw new Failure(`The attack could not be run: ${ended.error ?? ended.state}`, {
      code: 'ATTACK_FAILED',
    });

  const { verdict } = ended.audit;
  const exitCode = exitCodeOf(verdict);
  if (options.json === true) {
    // The run in slices of time is for drawing: hundreds of lines, and the figures say the same.
    const { frames: _, ...figures } = { ...ended, audit: withoutSteps(ended.audit) };
    writeJson(terminal.stdout, { verdict, exitCode, server: session.url, attack: figures });
  } else terminal.stdout.write(`${attackLines(ended, chosen, createPaint(terminal)).join('\n')}\n`);
  // Last: what it says of the run must not be lost with a file.
  await leaveReport(files, [ended], { session, terminal, force: options.force });
  return exitCode;
}
