import { CommanderError } from 'commander';
import { FlashSaleError } from '../../sdk/index.ts';
import { EXIT } from './exit-code.ts';

/** Why a command can't do what it was asked to, in words for the person who asked: printed without a stack. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: number;
  /** For programs, such as NO_SERVER. */
  readonly code: string;

  constructor(message: string, { exitCode = EXIT.inconclusive, code }: { exitCode?: number; code: string }) {
    super(message);
    this.exitCode = exitCode;
    this.code = code;
  }
}

/** A Failure of whoever gave the command: it has to be given differently. */
export function usageFailure(message: string): Failure {
  return new Failure(message, { code: 'BAD_USAGE', exitCode: EXIT.usage });
}

/** A Failure since a file is there that nobody said may be replaced. `named`: the flags that give it another name. */
export const fileExists = (path: string, named: string): Failure =>
  usageFailure(`${path} is there already. Give another name by ${named}, or --force to replace it.`);

/** Any error as a Failure; `written` when its words have been written already. */
export function failureOf(error: unknown): { failure: Failure; written: boolean } {
  if (error instanceof Failure) return { failure: error, written: false };
  if (error instanceof CommanderError)
    return { failure: usageFailure(error.message.replace(/^error: /, '')), written: true };
  if (error instanceof FlashSaleError) return { failure: wordsOf(error), written: false };
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { failure: new Failure(words, { code: 'UNEXPECTED' }), written: false };
}

/** The server's own words, where there are any; what it refuses as bad input was bad usage. */
function wordsOf({ kind, code, message, requestId }: FlashSaleError): Failure {
  if (code === 'BAD_USER_INPUT') return new Failure(message, { code, exitCode: EXIT.usage });
  if (kind === 'network') {
    return new Failure(`The server went away. ${message}`, { code: 'NO_SERVER' });
  }
  const trace = requestId === undefined || kind !== 'http' ? '' : ` (request ${requestId})`;
  return new Failure(`${message}${trace}`, { code });
}
