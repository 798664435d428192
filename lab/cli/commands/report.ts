import { fileName } from '../../report/facts/file-name.ts';
import { reportJson } from '../../report/page/document.ts';
import { EXIT } from '../exit-code.ts';
import { chooseRuns } from '../report/choose-runs.ts';
import { readReport } from '../report/read-report.ts';
import { planFiles, writeReport } from '../report/report-files.ts';
import { wroteWords } from '../report/report-option.ts';
import { type CommonOptions, openSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';

/** The options of `report`. */
export interface ReportCommandOptions extends CommonOptions {
  readonly sale?: string;
  readonly last: number;
  readonly out?: string;
  readonly force?: boolean;
}

/** `flash-sale report [runIds...]`: runs as a page to keep, and their facts as JSON beside it. Answers with the exit code. */
export async function report(
  ids: readonly string[],
  options: ReportCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const { sale, last, out, force = false } = options;
  const { cwd } = terminal;
  // What can't be written is told before a server is asked, or started.
  if (out !== undefined) await planFiles({ out, force, cwd });
  await using session = await openSession(options, terminal, { admin: true });
  const runs = await chooseRuns(session, { ids, sale, last });
  const made = await readReport(session, runs);
  const files = await planFiles({ out: out ?? fileName(made), force, cwd });
  await writeReport(made, files, force);
  if (options.json === true) terminal.stdout.write(reportJson(made));
  else terminal.stdout.write(`${wroteWords(files)}\n`);
  return EXIT.exact;
}
