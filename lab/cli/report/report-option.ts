import type { Command } from 'commander';
import type { Attack } from '../../../sdk/index.ts';
import type { Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { readReport } from './read-report.ts';
import { planFiles, type ReportFiles, writeReport } from './report-files.ts';

/** What a command that can leave a report behind takes. */
export interface ReportOptions {
  readonly report?: string;
  readonly force?: boolean;
}

/** --report and --force. */
export function addReportOptions(command: Command): Command {
  return command
    .option('--report <file>', 'write a report of it as well: one HTML file, and its JSON beside it')
    .option('--force', 'replace the report of that name if there is one');
}

/** The files of --report, or null without one; before anything is run, so that nothing is run for a name that won't do. */
export async function plannedReport(
  { report, force = false }: ReportOptions,
  { cwd }: Terminal,
): Promise<ReportFiles | null> {
  return report === undefined ? null : planFiles({ out: report, force, cwd });
}

/** Writes what was planned, if anything was, and says so. */
export async function leaveReport(
  files: ReportFiles | null,
  runs: readonly Attack[],
  { session, terminal, force = false }: { session: Session; terminal: Terminal; force: boolean | undefined },
): Promise<void> {
  if (files === null) return;
  await writeReport(await readReport(session, runs), files, force);
  terminal.stderr.write(`${wroteWords(files)}\n`);
}

/** Both files in a sentence. */
export const wroteWords = ({ html, json }: ReportFiles): string => `Wrote ${html} and ${json}.`;
