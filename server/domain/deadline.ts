/** The value, or `late` once the time is up. The work goes on: whoever waits for it has been told something else. */
export function byDeadline<Value>(work: Promise<Value>, late: Value, timeMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late), timeMs);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
