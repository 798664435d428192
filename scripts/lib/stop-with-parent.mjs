const POLL_MS = 500;

/**
 * Under `npm start` a shell may stand between npm and us, and a SIGTERM that ends npm and that shell never arrives here.
 * When the parent is gone we get the signal all the same.
 * @param {string} script the npm script that runs us
 */
export function stopWithParent(script) {
  if (process.env.npm_lifecycle_event !== script) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, POLL_MS);
  timer.unref();
}
