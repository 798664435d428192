import { type Attack, type AttackInput, FlashSaleError } from '../../sdk/index.ts';
import { Failure } from './failure.ts';
import type { Session } from './session.ts';

/** How long a stop may take to reach the server before the command ends without its answer. */
const STOP_WITHIN_MS = 2_000;

/**
 * Launches an attack and follows it to its end, `onState` told of every state on the way. Stops the attack when the
 * command is stopped, and then throws the reason of that.
 */
export async function runAttack(
  session: Session,
  input: AttackInput,
  onState: (attack: Attack) => void,
): Promise<Attack> {
  const { client, signal } = session;
  signal.throwIfAborted();
  // Not given up halfway: the attack would run, and nobody would know its id to stop it.
  const { id } = await client.launchAttack(input).catch(wordsForToken(session));
  await using feed = client.watchAttack(id);
  const leave = (): void => void feed.return();
  signal.addEventListener('abort', leave);
  let last: Attack | undefined;
  try {
    signal.throwIfAborted();
    for await (const attack of feed) onState((last = attack));
    signal.throwIfAborted();
  } catch (error) {
    await client.stopAttack(id, { timeoutMs: STOP_WITHIN_MS }).catch(() => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', leave);
  }
  if (last === undefined)
    throw new Failure('The server ended the attack without a word.', { code: 'NO_END' });
  return last;
}

/** A token that is not the right one came from somewhere: saying from where saves a search. */
function wordsForToken({ admin }: Session): (error: unknown) => never {
  return (error) => {
    const refused = error instanceof FlashSaleError && ['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.code);
    if (!refused || admin === null || !error.message.includes('token')) throw error;
    throw new Failure(`${error.message}\nThe token that was sent is the one of ${admin.source}.`, {
      code: error.code,
    });
  };
}
