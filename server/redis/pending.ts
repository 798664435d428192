import type { Redis } from 'ioredis';
import { gateKeys } from './keys.ts';

/** A sale's gate, or one of its shards by its own name, under one fence. */
export interface GateName {
  readonly saleId: string;
  readonly fence: number;
}

/** Which of these gates have reservations, asked in one go. Throws when Redis can't be reached. */
export async function gatesWithPending(redis: Redis, gates: readonly GateName[]): Promise<GateName[]> {
  if (gates.length === 0) return [];
  const asked = redis.pipeline();
  for (const { saleId, fence } of gates) asked.exists(gateKeys(saleId, fence).pending);
  const answers = (await asked.exec()) ?? [];
  const [error] = answers.flatMap(([failure]) => failure ?? []);
  if (error !== undefined) throw error;
  return gates.filter((_, index) => answers[index]?.[1] === 1);
}
