/** Seconds since `from` (a `performance.now()`), for a person: "0.4 s". */
export function since(from) {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}

let isQuiet = false;

/** From now on what goes on is told to a person at a terminal alone: a program reads only what it asked for. */
export function tellTerminalOnly() {
  isQuiet = !process.stderr.isTTY;
}

/** A line about what is going on. On standard error: standard output belongs to what was asked for. */
export function say(line) {
  if (!isQuiet) process.stderr.write(`${line}\n`);
}

/** An end in words, without a stack. */
export class Failure extends Error {}
