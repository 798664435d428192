import { LEASE_MS, type GateAnswer, type Reservation } from '../redis/gate.ts';
import { createGateKeys, type GateKeys } from './gate-keys.ts';

type Which = Pick<Reservation, 'saleId' | 'fence'>;
type Asked = Which & Pick<Reservation, 'orderId' | 'quantity'>;

/** What the Lua scripts do, one command at a time. */
export interface GateModel {
  readonly keys: GateKeys;
  reserve(reservation: Asked, nowMs: number): GateAnswer;
  /** True when it was pending until now. */
  settle(reservation: Asked, giveBack: boolean): boolean;
  correct(sale: Which, quantity: number): void;
  /** `isFirst`: so many there were when the fence was raised. */
  build(sale: Which, remaining: number, isFirst?: boolean): void;
  unlink(sale: Which): void;
  /** Null when no gate stands. */
  read(sale: Which): { left: number; pending: number } | null;
  /** Longest overdue first. */
  expired(sale: Which, nowMs: number, countMax: number): Reservation[];
  /** Reservations, whether or not a gate stands, with the end of their lease. */
  pending(sale: Which): ReadonlyMap<string, number>;
}

/** An empty store. */
export function createGateModel(): GateModel {
  const keys = createGateKeys();
  const pendingOf = (sale: Which): ReadonlyMap<string, number> => keys.pending(nameOf(sale));
  return {
    keys,
    pending: pendingOf,
    reserve(reservation, nowMs) {
      const left = keys.left(nameOf(reservation));
      if (left === undefined) return { kind: 'absent' };
      const pending = new Map(pendingOf(reservation));
      if (pending.has(memberOf(reservation))) return { kind: 'reserved', left };
      if (left < reservation.quantity) return { kind: 'empty', pending: pending.size };
      pending.set(memberOf(reservation), nowMs + LEASE_MS);
      keys.write(nameOf(reservation), left - reservation.quantity, pending);
      return { kind: 'reserved', left: left - reservation.quantity };
    },
    settle(reservation, giveBack) {
      const pending = new Map(pendingOf(reservation));
      if (!pending.delete(memberOf(reservation))) return false;
      const left = keys.left(nameOf(reservation));
      const more = giveBack ? reservation.quantity : 0;
      keys.write(nameOf(reservation), left === undefined ? undefined : left + more, pending);
      return true;
    },
    correct(sale, quantity) {
      const left = keys.left(nameOf(sale));
      const rest = (left ?? 0) - quantity;
      if (rest < 0 && (left === undefined || pendingOf(sale).size === 0))
        keys.move(nameOf(sale), (keys.moved(nameOf(sale)) ?? 0) + rest);
      if (left !== undefined) keys.write(nameOf(sale), Math.max(0, rest));
    },
    build(sale, remaining, isFirst = false) {
      const name = nameOf(sale);
      if (keys.left(name) !== undefined) return;
      const moved = isFirst ? (keys.moved(name) ?? 0) : 0;
      if (keys.moved(name) !== undefined) keys.move(name, undefined);
      keys.write(name, Math.max(0, remaining + moved));
    },
    unlink(sale) {
      keys.move(nameOf(sale), undefined);
      keys.write(nameOf(sale), undefined, new Map());
    },
    read(sale) {
      const left = keys.left(nameOf(sale));
      if (left === undefined) return null;
      return { left, pending: [...pendingOf(sale).keys()].reduce((sum, member) => sum + unitsOf(member), 0) };
    },
    expired: ({ saleId, fence }, nowMs, countMax) =>
      [...pendingOf({ saleId, fence })]
        .filter(([, lease]) => lease <= nowMs)
        .toSorted(([, a], [, b]) => a - b)
        .slice(0, countMax)
        .map(([member]) => ({ orderId: member.slice(0, 36), saleId, fence, quantity: unitsOf(member) })),
  };
}

function nameOf({ saleId, fence }: Which): string {
  return `${saleId}/${fence}`;
}

function memberOf({ orderId, quantity }: Asked): string {
  return `${orderId}:${quantity}`;
}

function unitsOf(member: string): number {
  return Number(member.slice(37));
}
