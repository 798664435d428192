import type { RedisClient } from './client.ts';
import { creditKey, gateKeys } from './keys.ts';
import { perTurn } from './per-turn.ts';
import { loadScript, parseInteger, parseIntegers, parseStrings } from './script.ts';

/** A reservation that a dead replica left behind goes back to the gate after so long, by Redis' clock. */
export const LEASE_MS = 10_000;
/** The longest that anybody gives: purchases that are written behind. */
export const LEASE_MAX_MS = 30_000;
/** No gate is built and no command sent twice later than this. */
const REMEMBER_MS = 60_000;
/** What one purchase has done to a gate and what was done before it are heard of within so long, in whatever order. */
const REORDER_MS = 2_000;
/** Reservations in one script: Redis serves nobody else while it runs, about 2 µs for each. */
const BATCH_MAX = 256;

const reserve = loadScript('reserve-2', parseIntegers);
const settle = loadScript('settle-2', parseIntegers);
const correct = loadScript('correct-3', parseInteger);
const credit = loadScript('credit-3', parseInteger);
const build = loadScript('build-2', parseInteger);
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
  /** Lowers the gate by units sold past it. Where it is still to be built they come off it then. */
  correct(sale: { saleId: string; fence: number }, quantity: number): Promise<void>;
  /**
   * Opens the gate unless it stands already. With `previousFence`, whose gate it takes away, `remaining` is what there was
   * when the fence was raised, and units that moved since are counted in; without, it is what there was a moment ago.
   */
  build(sale: { saleId: string; fence: number; remaining: number }, previousFence?: number): Promise<void>;
  /** Units left and units promised to purchases under way; null when no gate stands. */
  read(saleId: string, fence: number): Promise<{ left: number; pending: number } | null>;
  /** Reservations whose lease has ended. */
  expired(saleId: string, fence: number, countMax: number): Promise<Reservation[]>;
}

/** Units that came back under a fence. The id is what they are counted once by. */
export interface Credit {
  readonly id: string;
  readonly saleId: string;
  readonly fence: number;
  readonly quantity: number;
}

/** A gate that hears of units which came back, and remembers what it could not be told. */
export interface RememberingGate extends Gate {
  /** Notes that the gate of a sale may be off, under this fence. */
  miss(sale: { saleId: string; fence: number }): void;
  /** Raises the gate by units that came back behind it. Where it is still to be built they are counted in then. */
  credit(units: Credit): Promise<void>;
  /**
   * Sales, each under its fence, whose gates may be off: Redis was away while units moved, or a gate was built while they
   * did. Forgotten by this question. `among`: those that are asked for, all by default.
   */
  takeMissed(among?: (saleId: string) => boolean): { saleId: string; fence: number }[];
}

type Which = Pick<Reservation, 'saleId' | 'fence'>;
type Settlement = Which & { readonly reservation: Reservation; readonly giveBack: boolean };
type Correction = Pick<Reservation, 'saleId' | 'fence' | 'quantity'>;

/** Only what concerns one gate may be asked of it together. */
const BATCHES = { nameOf: ({ saleId, fence }: Which) => `${saleId}/${fence}`, countMax: BATCH_MAX };

/** A gate on one connection. What it is asked in one turn of the event loop about one sale, it asks Redis together. */
export function createGate(redis: RedisClient): RememberingGate {
  const missed = new Map<string, number>();
  const miss = ({ saleId, fence }: Which): void =>
    void missed.set(saleId, Math.max(fence, missed.get(saleId) ?? 0));
  const settleAll = perTurn<Settlement, number>({
    ...BATCHES,
    ask(batch) {
      const members = batch
        .map((each) => `${each.giveBack ? '+' : ''}${memberOf(each.reservation)}`)
        .join(' ');
      return settle.run(redis, keysOf(batch[0]), [members]).catch(noting(miss, batch[0]));
    },
  });
  return {
    ...createMoves(redis, miss),
    miss,
    reserve: perTurn<Reservation, GateAnswer>({
      ...BATCHES,
      ask: async (batch) =>
        answersOf(await reserve.run(redis, keysOf(batch[0]), [LEASE_MS, batch.map(memberOf).join(' ')])),
    }),
    settle(reservation, giveBack) {
      const { saleId, fence } = reservation;
      return settleAll({ saleId, fence, reservation, giveBack }).then(isOne);
    },
    takeMissed(among = () => true) {
      const sales = Array.from(missed, ([saleId, fence]) => ({ saleId, fence }));
      const asked = sales.filter(({ saleId }) => among(saleId));
      for (const { saleId } of asked) missed.delete(saleId);
      return asked;
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
      const members = await expired.run(redis, [gateKeys(saleId, fence).pending], [countMax, LEASE_MAX_MS]);
      return members.map((member) => ({
        orderId: member.slice(0, 36),
        saleId,
        fence,
        quantity: quantityOf(member),
      }));
    },
  };
}

type Miss = (sale: Which) => void;

/** Notes what Redis could not be told, and fails as before. */
const noting = (miss: Miss, sale: Which) => (error: unknown) => {
  miss(sale);
  throw error;
};

/** How units get behind the gate, and leave it unseen. */
function createMoves(redis: RedisClient, miss: Miss): Pick<RememberingGate, 'build' | 'correct' | 'credit'> {
  // Taken off one by one they leave the gate as their sum does.
  const correctAll = perTurn<Correction, null>({
    ...BATCHES,
    async ask(batch) {
      const { left, pending, moved } = gateKeys(batch[0].saleId, batch[0].fence);
      const units = batch.reduce((sum, { quantity }) => sum + quantity, 0);
      const args = [units, REMEMBER_MS, REORDER_MS];
      await correct.run(redis, [left, pending, moved], args).catch(noting(miss, batch[0]));
      return batch.map(() => null);
    },
  });
  return {
    async build({ saleId, fence, remaining }, previousFence) {
      const { left, moved } = gateKeys(saleId, fence);
      const built = await build.run(redis, [left, moved], [remaining, previousFence === undefined ? 0 : 1]);
      if (built === 2) miss({ saleId, fence });
      if (previousFence === undefined) return;
      const old = gateKeys(saleId, previousFence);
      await redis.unlink(old.left, old.pending, old.moved);
    },
    async correct({ saleId, fence }, quantity) {
      await correctAll({ saleId, fence, quantity });
    },
    async credit({ id, ...sale }) {
      const { left, moved } = gateKeys(sale.saleId, sale.fence);
      const keys = [left, moved, creditKey(sale.saleId, sale.fence, id)];
      await credit.run(redis, keys, [sale.quantity, REMEMBER_MS]).catch(noting(miss, sale));
    },
  };
}

function keysOf({ saleId, fence }: Which): [left: string, pending: string] {
  const { left, pending } = gateKeys(saleId, fence);
  return [left, pending];
}

const isOne = (code: number): boolean => code === 1;

/** As the scripts read it, and as it stands among the pending ones. */
function memberOf({ orderId, quantity }: Reservation): string {
  return `${orderId}:${quantity}`;
}

/** From the codes and numbers of reserve-2.lua. */
function answersOf(reply: readonly number[]): GateAnswer[] {
  return Array.from({ length: reply.length / 2 }, (_, index) => {
    const [code, value = 0] = reply.slice(2 * index, 2 * index + 2);
    if (code === 1) return { kind: 'reserved', left: value };
    return code === 0 ? { kind: 'empty', pending: value } : { kind: 'absent' };
  });
}

/** Members are "<uuid>:<quantity>". */
function quantityOf(member: string): number {
  return Number(member.slice(37));
}
