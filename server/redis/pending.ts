import { anyOf } from './any-of.ts';
import { serverNameOf, serverOf, type RedisClient } from './client.ts';
import { gateKeys } from './keys.ts';

/** A sale's gate, or one of its shards by its own name, under one fence. */
export interface GateName {
  readonly saleId: string;
  readonly fence: number;
}

/**
 * Which of these gates have reservations: each server is asked for all of its own in one go. Of a node that is away nothing
 * is known. Throws when no server can be reached.
 */
export async function gatesWithPending(redis: RedisClient, gates: readonly GateName[]): Promise<GateName[]> {
  const byServer = new Map<string | undefined, [GateName, ...GateName[]]>();
  for (const gate of gates) {
    const server = serverNameOf(redis, pendingKeyOf(gate));
    const its = byServer.get(server);
    if (its === undefined) byServer.set(server, [gate]);
    else its.push(gate);
  }
  return (await anyOf(Array.from(byServer.values(), (its) => withPending(redis, its)))).flat();
}

/** Of gates on one server. */
async function withPending(
  redis: RedisClient,
  gates: readonly [GateName, ...GateName[]],
): Promise<GateName[]> {
  const asked = serverOf(redis, pendingKeyOf(gates[0])).pipeline();
  for (const gate of gates) asked.exists(pendingKeyOf(gate));
  const answers = (await asked.exec()) ?? [];
  const [error] = answers.flatMap(([failure]) => failure ?? []);
  if (error !== undefined) throw error;
  return gates.filter((_, index) => answers[index]?.[1] === 1);
}

function pendingKeyOf({ saleId, fence }: GateName): string {
  return gateKeys(saleId, fence).pending;
}
