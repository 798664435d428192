import type { Redis } from 'ioredis';
import { vi } from 'vitest';
import { GUARD_KEY } from '../../redis/keys.ts';

/**
 * Waits until an engine on new stores has put every sale behind a fence of its own, which it does within a moment of its
 * start: from then on a fence rises only when a test makes it.
 */
export async function untilBegun(redis: Redis): Promise<void> {
  const look = async (): Promise<void> => {
    if ((await redis.exists(GUARD_KEY)) === 0) throw new Error('the engine has not begun');
  };
  await vi.waitFor(look, { timeout: 20_000, interval: 20 });
}
