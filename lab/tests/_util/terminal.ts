import { runCli } from '../../cli/run.ts';
import type { Output } from '../../cli/terminal.ts';

/** What a command line answered with. */
export interface CliEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output read as one JSON document. */
  json(): Record<string, unknown>;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Both streams are terminals. */
  readonly isTTY?: boolean;
  readonly stopped?: AbortSignal;
  /** A folder that is there, for commands that write files. */
  readonly cwd?: string;
}

/** Runs a command line in this process. It sees of the environment only what it is given. */
export async function cli(
  args: readonly string[],
  { env = {}, isTTY = false, stopped = new AbortController().signal, cwd = '/nowhere' }: CliOptions = {},
): Promise<CliEnd> {
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): Output => ({
    write: (text) => (written[name] += text),
    isTTY,
    columns: 100,
  });
  const exitCode = await runCli(args, {
    stdout: output('stdout'),
    stderr: output('stderr'),
    env,
    cwd,
    stopped,
  });
  return { exitCode, ...written, json: () => JSON.parse(written.stdout) };
}
