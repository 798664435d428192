import { setTimeout as wait } from 'node:timers/promises';
import { timed, type Spans } from '../domain/spans.ts';
import type { RedisClient } from './client.ts';
import { isRedisAway } from './errors.ts';
import { lockKeys } from './keys.ts';
import { loadScript, parseInteger } from './script.ts';

/** Of a holder that died nobody hears anything: its lock ends so late. */
const TTL_MS = 2_000;
const PAUSE_MAX_MS = 10;

const acquire = loadScript('acquireLock-2', parseInteger);
const release = loadScript('releaseLock-1', parseInteger);

/** Both scripts, as Redis runs them: shown by the explainer. */
export const lockSource = `${acquire.source}\n${release.source}`;

/** Who wants which sale's lock. */
export interface LockClaim {
  readonly saleId: string;
  /** Says whose lock it is. */
  readonly orderId: string;
  /** The number must be higher. */
  readonly above: number;
  /** Until when it is worth waiting, by performance.now(). */
  readonly until: number;
  readonly spans?: Spans | undefined;
}

/** A lock on a sale that ends by itself: whoever holds it may be told late that it is over, so it comes with a number. */
export interface SaleLock {
  /** The fencing number. Null when it was not to be had in time, or Redis can't be reached. */
  acquire(claim: LockClaim): Promise<number | null>;
  /** Lets it go, if it is still the claimant's. Nobody waits for that. */
  release(claim: Pick<LockClaim, 'saleId' | 'orderId'>): void;
}

/** Locks on one connection: a release is always there before the claim that is sent after it. */
export function createSaleLock(redis: RedisClient): SaleLock {
  const letGo: SaleLock['release'] = ({ saleId, orderId }) =>
    // One that is not heard ends by itself.
    void release.run(redis, [lockKeys(saleId).lock], [orderId]).catch(() => undefined);

  async function claimUntilHeld({ saleId, orderId, above, until }: LockClaim): Promise<number | null> {
    const { lock, highest } = lockKeys(saleId);
    for (;;) {
      // eslint-disable-next-line no-await-in-loop -- asked again until it is free
      const number = await acquire.run(redis, [lock, highest], [orderId, TTL_MS, above]);
      if (number > 0) return number;
      if (performance.now() > until) return null;
      // eslint-disable-next-line no-await-in-loop -- as above
      await wait(Math.random() * PAUSE_MAX_MS);
    }
  }

  return {
    async acquire(claim) {
      try {
        return await timed(claim, 'lock', () => claimUntilHeld(claim));
      } catch (error) {
        if (!isRedisAway(error)) throw error;
        letGo(claim);
        return null;
      }
    },
    release: letGo,
  };
}
