/**
 * Calls that come while the work is under way are answered by one more run after it: whoever calls can be sure that a
 * whole run begins later. Failures go to `onError`.
 */
export function oneAtATime(work: () => Promise<void>, onError: (error: unknown) => void): () => void {
  let busy = false;
  let again = false;
  const run = (): void => {
    again = busy;
    if (busy) return;
    busy = true;
    work()
      .catch(onError)
      .finally(() => {
        busy = false;
        if (again) run();
      });
  };
  return run;
}
