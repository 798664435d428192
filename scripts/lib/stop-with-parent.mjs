import { describe, isRunning, startOf } from './processes.mjs';

const POLL_MS = 500;

/**
 * The npm behind the shell that it has run our line with. A kill of npm alone leaves that shell to us. Where there is no
 * such shell npm is the parent, and the one behind it is nobody's business: a terminal may be closed.
 */
function npmBehind(parent) {
  const line = process.env.npm_lifecycle_script;
  const shell = describe(parent);
  if (!line || !shell?.command.includes(line)) return null;
  return { pid: shell.parent, start: startOf(shell.parent) };
}

/**
 * Under `npm start` a shell may stand between npm and us, and a signal that ends npm, or both, never arrives here. When
 * one of them is gone we get a SIGTERM all the same.
 * @param {string} script the npm script that runs us
 */
export function stopWithParent(script) {
  if (process.env.npm_lifecycle_event !== script) return;
  const parent = process.ppid;
  const npm = npmBehind(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === null || isRunning(npm))) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, POLL_MS);
  timer.unref();
}
