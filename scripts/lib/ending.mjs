import { Failure, say } from './say.mjs';

/** Runs `work` and ends with the code it returns; a Failure is said without a stack. */
export async function ending(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    say(error instanceof Failure ? `\n${error.message}` : String(error?.stack ?? error));
    process.exitCode = 1;
  }
}
