import type { Evidence } from './evidence.ts';
import type { Answer, Attempt, Confirmed, Wish } from './history.ts';
import type { Snapshot, StoredOrder } from './observer.ts';

/** A snapshot of a sale of ten, three of them sold. */
export const seen = (changes: Partial<Snapshot> = {}): Snapshot => ({
  at: 50,
  epoch: 1,
  state: 'OPEN',
  stock: 10,
  remaining: 7,
  held: 0,
  pooled: 0,
  sold: 3,
  ...changes,
});

/** A request of one unit that replica A answered at once. */
export const attempt = (answer: Answer, changes: Partial<Attempt> = {}): Attempt => ({
  replica: 'A',
  quantity: 1,
  beganAt: 100,
  endedAt: 110,
  answer,
  ...changes,
});

/** The answer that tells Ada of order "one". */
export const confirmed: Confirmed = {
  kind: 'confirmed',
  orderId: 'one',
  epoch: 1,
  buyerId: 'ada',
  quantity: 1,
  replayed: false,
};

/** What Ada wants, and everything that was asked for it. */
export const wish = (...attempts: Attempt[]): Wish => ({
  buyerId: 'ada',
  key: 'ada-key',
  strategy: 'REDIS_LUA',
  quantity: 1,
  attempts,
});

/** Ada's order as it is stored. */
export const stored = (changes: Partial<StoredOrder> = {}): StoredOrder => ({
  id: 'one',
  buyerId: 'ada',
  key: 'ada-key',
  quantity: 1,
  epoch: 1,
  status: 'CONFIRMED',
  ...changes,
});

/** A round in which Ada bought and nothing was wrong. */
export const evidence = (changes: Partial<Evidence> = {}): Evidence => ({
  wishes: [wish(attempt(confirmed))],
  snapshots: [seen()],
  orders: [stored()],
  final: seen({ remaining: 0, sold: 10, state: 'SOLD_OUT' }),
  verdict: { verdict: 'EXACT', explanation: '' },
  pendingMs: 0,
  pendingMaxMs: 2_000,
  outages: new Map(),
  surprises: [],
  recoveryMs: 100,
  recoveryMaxMs: 3_000,
  starvedMs: () => 0,
  ...changes,
});
