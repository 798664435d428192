/** A stream that text is written to: a terminal, a pipe, or a test's memory. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width of the terminal; undefined for a pipe. */
  readonly columns?: number;
}

/** All that a command knows of the process it runs in. */
export interface Terminal {
  /** What was asked for, and nothing else. */
  readonly stdout: Output;
  /** Notes, progress, errors. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by Ctrl-C and its like; the reason is a Failure with the exit code for it. */
  readonly stopped: AbortSignal;
}

/** What servers and tokens are looked for by. */
export type Surroundings = Pick<Terminal, 'env' | 'cwd'>;

/** A variable that is set to nothing, as compose files do, is not set. */
export function variable({ env }: Pick<Terminal, 'env'>, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}
