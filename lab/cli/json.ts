import type { Output } from './terminal.ts';

/** Writes the one document of --json. */
export function writeJson(stdout: Output, document: object): void {
  stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}
