import type { Redis } from 'ioredis';
import { gateKeys } from './keys.ts';
import { loadScript, parseInteger, parsePair, parseStrings } from './script.ts';

/** A reservation that a dead replica left behind goes back to the gate after so long, by Redis' clock. */
export const LEASE_MS = 10_000;

const reserve = loadScript('reserve-2', parsePair);
const settle = loadScript('settle-2', parseInteger);
const correct = loadScript('correct-1', parseInteger);
const expired = loadScript('expired-1', parseStrings);

/** The script that takes a unit, as Redis runs it: shown by the explainer. */
export const reserveSource = reserve.source;

/** Which units, of which sale, under which fence. */
export interface Reservation {
  readonly orderId: string;
  readonly saleId: string;
  readonly fence: number;
  readonly quantity: number;
}

/** What the gate said. `absent`: no gate stands under this fence, build it and ask again. */
export type GateAnswer =
  | { readonly kind: 'reserved'; readonly left: number }
  | { readonly kind: 'empty'; readonly pending: number }
  | { readonly kind: 'absent' };

/**
 * A count of units in Redis that turns most buyers away before they reach Postgres. It may be wrong either way and is
 * never the truth: too high sends a buyer to Postgres for a refusal, too low is noticed when it reaches zero.
 * Every method throws when Redis can't be reached.
 */
export interface Gate {
  reserve(reservation: Reservation): Promise<GateAnswer>;
  /** Ends a reservation. `giveBack` when Postgres refused it for another reason than stock. True when it was pending until now. */
  settle(reservation: Reservation, giveBack: boolean): Promise<boolean>;
  /** Lowers the gate by units sold past it. */
  correct(sale: { saleId: string; fence: number }, quantity: number): Promise<void>;
  /** Opens the gate with so many units unless it stands already; takes away the gate of `previousFence`. */
  build(sale: { saleId: string; fence: number; remaining: number }, previousFence?: number): Promise<void>;
  /** Units left and units promised to purchases under way; null when no gate stands. */
  read(saleId: string, fence: number): Promise<{ left: number; pending: number } | null>;
  /** Reservations whose lease has ended. */
  expired(saleId: string, fence: number, countMax: number): Promise<Reservation[]>;
}

/** A gate that remembers what it could not be told. */
export interface RememberingGate extends Gate {
  /** Sales with units sold that Redis may not have heard of, because it was away; forgotten by this question. */
  takeMissed(): string[];
}

/** A gate on one connection. */
export function createGate(redis: Redis): RememberingGate {
  const missed = new Set<string>();
  const remember = (saleId: string) => (error: unknown) => {
    missed.add(saleId);
    throw error;
  };
  const keysOf = (reservation: Reservation): [string, string] => {
    const keys = gateKeys(reservation.saleId, reservation.fence);
    return [keys.left, keys.pending];
  };
  return {
    async reserve(reservation) {
      const [code, value] = await reserve.run(redis, keysOf(reservation), [
        reservation.orderId,
        reservation.quantity,
        LEASE_MS,
      ]);
      if (code === 1) return { kind: 'reserved', left: value };
      return code === 0 ? { kind: 'empty', pending: value } : { kind: 'absent' };
    },
    async settle(reservation, giveBack) {
      const args = [reservation.orderId, reservation.quantity, giveBack ? 1 : 0];
      const settled = await settle.run(redis, keysOf(reservation), args).catch(remember(reservation.saleId));
      return settled === 1;
    },
    async correct({ saleId, fence }, quantity) {
      await correct.run(redis, [gateKeys(saleId, fence).left], [quantity]).catch(remember(saleId));
    },
    takeMissed() {
      const saleIds = [...missed];
      missed.clear();
      return saleIds;
    },
    async build({ saleId, fence, remaining }, previousFence) {
      await redis.set(gateKeys(saleId, fence).left, String(Math.max(0, remaining)), 'NX');
      if (previousFence !== undefined) {
        const old = gateKeys(saleId, previousFence);
        await redis.unlink(old.left, old.pending);
      }
    },
    async read(saleId, fence) {
      const keys = gateKeys(saleId, fence);
      const [left, pending] = await Promise.all([
        redis.get(keys.left),
        redis.zrange(keys.pending, '0', '-1'),
      ]);
      if (left === null) return null;
      return { left: Number(left), pending: pending.reduce((sum, member) => sum + quantityOf(member), 0) };
    },
    async expired(saleId, fence, countMax) {
      const members = await expired.run(redis, [gateKeys(saleId, fence).pending], [countMax]);
      return members.map((member) => ({
        orderId: member.slice(0, 36),
        saleId,
        fence,
        quantity: quantityOf(member),
      }));
    },
  };
}

/** Members are "<uuid>:<quantity>". */
function quantityOf(member: string): number {
  return Number(member.slice(37));
}
