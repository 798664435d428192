import type { Redis } from 'ioredis';
import { creditKey, gateKeys } from './keys.ts';
import { loadScript, parseInteger } from './script.ts';

const credit = loadScript('credit-2', parseInteger);

/** No command is sent twice later than this. */
const REMEMBER_MS = 60_000;

/** Units that came back under a fence. The id is what they are counted once by. */
export interface Credit {
  readonly id: string;
  readonly saleId: string;
  readonly fence: number;
  readonly quantity: number;
}

/**
 * Tells the gate of units that came back. Where the gate of that fence is gone nothing is done: the next one is built
 * from Postgres, which has them already. Throws when Redis can't be reached: the gate then stands too low, which is
 * noticed when it is empty.
 */
export async function creditGate(redis: Redis, { id, saleId, fence, quantity }: Credit): Promise<void> {
  const keys = [gateKeys(saleId, fence).left, creditKey(saleId, fence, id)];
  await credit.run(redis, keys, [quantity, REMEMBER_MS]);
}
