/** What `work` comes to, unless `signal` is aborted first: then this rejects with its reason, and nobody hears of the work. */
export function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  const aborted = new Promise<never>((_resolve, reject) => {
    const onAbort = (): void => reject(signal?.reason);
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
  });
  return Promise.race([work, aborted]);
}
