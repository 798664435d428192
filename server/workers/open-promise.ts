/** A promise that somebody else settles. (Node 20 has no Promise.withResolvers.) */
export interface OpenPromise<Value> {
  readonly promise: Promise<Value>;
  resolve(value: Value): void;
  reject(error: Error): void;
}

/** One whose rejection nobody has to wait for. */
export function openPromise<Value>(): OpenPromise<Value> {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Value>((take, refuse) => {
    resolve = take;
    reject = refuse;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
