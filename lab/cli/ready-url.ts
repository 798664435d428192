import type { ChildProcess } from 'node:child_process';

/** What the server prints once it serves. */
const READY = /Dashboard\s+(http:\S+)\/\s/;
const READ_MAX_CHARS = 4_000;

/** Calls `onReady` once with the address that a server says it serves. Reads on after that: a full pipe would stop it. */
export function whenReady({ stdout }: ChildProcess, onReady: (url: string) => void): void {
  let written = '';
  let told = false;
  stdout?.on('data', (chunk) => {
    if (told || written.length > READ_MAX_CHARS) return;
    written += String(chunk);
    const [, url] = READY.exec(written) ?? [];
    if (url === undefined) return;
    told = true;
    onReady(url);
  });
}
