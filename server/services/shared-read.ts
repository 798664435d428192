/**
 * One read for everybody who asks within `maxAgeMs`: the first asks the store, the others share its answer. A failed
 * read is shared by those who wait for it and then forgotten.
 */
export function shareReads<Value>(
  read: (key: string) => Promise<Value>,
  maxAgeMs: number,
): (key: string) => Promise<Value> {
  const reads = new Map<string, { at: number; value: Promise<Value> }>();
  return (key) => {
    const known = reads.get(key);
    if (known !== undefined && performance.now() - known.at < maxAgeMs) return known.value;
    const value = read(key);
    reads.set(key, { at: performance.now(), value });
    value.catch(() => {
      if (reads.get(key)?.value === value) reads.delete(key);
    });
    return value;
  };
}
