import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Overloaded } from '../domain/purchase.ts';
import type { Sale } from '../domain/sale.ts';
import { BUYER_RATE_PREFIX } from '../redis/keys.ts';
import type { RedisClient } from '../redis/client.ts';

/** How often one buyer of LIVE sales may ask for units. */
export interface BuyerRate {
  /** Counts a request. Answers with 0 where it may go on, else in how many milliseconds the buyer may ask again. Never rejects. */
  ask(buyerId: string): Promise<number>;
}

/**
 * What a buyer who asks too often is told, or null who may go on: at once where nobody has to be asked, on LAB sales and
 * where there is no limit.
 */
export function tooOften(
  rate: BuyerRate | undefined,
  { mode }: Pick<Sale, 'mode'>,
  buyerId: string,
): null | Promise<Overloaded | null> {
  if (rate === undefined || mode === 'LAB') return null;
  return rate
    .ask(buyerId)
    .then((retryAfterMs) =>
      retryAfterMs === 0 ? null : { kind: 'overloaded', retryAfterMs, tooOften: true },
    );
}

/** At most so many requests in so long. */
export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

/**
 * Over all replicas; while Redis is away, in each process by itself. A buyer's time begins with the first request in it.
 */
export function createBuyerRate(redis: RedisClient, { requests, seconds }: RateLimit): BuyerRate {
  const limit = { points: requests, duration: seconds, keyPrefix: BUYER_RATE_PREFIX };
  const limiter = new RateLimiterRedis({
    ...limit,
    storeClient: redis,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory(limit),
    // Whoever goes on asking doesn't reach Redis until the time is over.
    inMemoryBlockOnConsumed: requests + 1,
  });
  return {
    ask: (buyerId) =>
      limiter.consume(buyerId).then(
        () => 0,
        (refused: unknown) => {
          if (refused instanceof RateLimiterRes) return Math.max(1, refused.msBeforeNext);
          throw refused;
        },
      ),
  };
}
