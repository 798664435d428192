import { CommanderError } from 'commander';
import { EXIT } from './exit-code.ts';
import { failureOf } from './failure.ts';
import { writeJson } from './json.ts';
import { createProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

/** Runs a command line, without the program's own name, and answers with its exit code. Never rejects. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.exact;
  const program = createProgram(terminal, (code) => (exitCode = code));
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.exact;
    const { failure, written } = failureOf(error);
    if (!written) terminal.stderr.write(`${failure.message}\n`);
    if (args.includes('--json'))
      writeJson(terminal.stdout, {
        exitCode: failure.exitCode,
        error: { code: failure.code, message: failure.message },
      });
    return failure.exitCode;
  }
}
