/**
 * Reads for a crowd: each read begins after everybody it is for has asked, and within `everyMs` at most one begins for a
 * key. Whoever asks alone does not wait.
 */
export function gatherReads<Value>(
  read: (key: string) => Promise<Value>,
  everyMs: number,
): (key: string) => Promise<Value> {
  const resting = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<Value>>();

  function begin(key: string): Promise<Value> {
    waiting.delete(key);
    const rest = new Promise<void>((resolve) => setTimeout(resolve, everyMs));
    resting.set(
      key,
      rest.then(() => void resting.delete(key)),
    );
    return read(key);
  }

  return (key) => {
    const rest = resting.get(key);
    if (rest === undefined) return begin(key);
    const next = waiting.get(key) ?? rest.then(() => begin(key));
    waiting.set(key, next);
    return next;
  };
}
