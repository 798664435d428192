import { runLoad, type LoadInput, type LoadResult } from '../load/load.ts';
import type { Job } from './job.ts';

/** Buyers over HTTP. */
export function openLoadJob(_options: object): Promise<Job<LoadInput, LoadResult>> {
  return Promise.resolve({ run: runLoad, [Symbol.asyncDispose]: () => Promise.resolve() });
}
