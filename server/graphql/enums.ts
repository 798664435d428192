import { registerEnumType } from 'type-graphql';
import { SPANS } from '../domain/spans.ts';
import { strategies, strategyNames } from '../strategies/index.ts';

/** Enums as the API shows them. Values are their own names; words come from where the thing is defined. */
export const PurchaseStrategy = Object.fromEntries(strategyNames.map((name) => [name, name]));
export const SaleMode = { LAB: 'LAB', LIVE: 'LIVE' } as const;
export const SaleState = {
  SCHEDULED: 'SCHEDULED',
  OPEN: 'OPEN',
  PAUSED: 'PAUSED',
  SOLD_OUT: 'SOLD_OUT',
  CLOSED: 'CLOSED',
} as const;
export const OrderStatus = { PENDING: 'PENDING', CONFIRMED: 'CONFIRMED', CANCELLED: 'CANCELLED' } as const;
export const HoldState = {
  HELD: 'HELD',
  CONFIRMED: 'CONFIRMED',
  RELEASED: 'RELEASED',
  EXPIRED: 'EXPIRED',
} as const;
export const Verdict = {
  EXACT: 'EXACT',
  OVERSOLD: 'OVERSOLD',
  UNDERSOLD: 'UNDERSOLD',
  DUPLICATE: 'DUPLICATE',
  DRIFT: 'DRIFT',
  INCONCLUSIVE: 'INCONCLUSIVE',
} as const;
export const WitnessKind = { LAST_UNIT: 'LAST_UNIT', ERASED: 'ERASED' } as const;
export const WitnessAct = { READ: 'READ', CHECK: 'CHECK', WRITE: 'WRITE', COMMIT: 'COMMIT' } as const;
export const WitnessRole = { A: 'A', B: 'B' } as const;
export const Span = Object.fromEntries(SPANS.map((name) => [name, name]));
export const LoadModel = { CLOSED: 'CLOSED', OPEN: 'OPEN' } as const;
export const AttackState = {
  QUEUED: 'QUEUED',
  RUNNING: 'RUNNING',
  FINISHED: 'FINISHED',
  STOPPED: 'STOPPED',
  FAILED: 'FAILED',
} as const;

registerEnumType(PurchaseStrategy, {
  name: 'PurchaseStrategy',
  description: 'How a purchase takes its units. Each value is one file under server/strategies.',
  valuesConfig: Object.fromEntries(
    strategyNames.map((name) => [name, { description: strategies[name].description }]),
  ),
});
registerEnumType(SaleMode, {
  name: 'SaleMode',
  valuesConfig: {
    LAB: { description: 'Any strategy, buyers named by argument.' },
    LIVE: { description: 'Safe strategies only, buyers authenticated.' },
  },
});
registerEnumType(SaleState, {
  name: 'SaleState',
  description: 'What a buyer meets right now, by the clock of Postgres.',
  valuesConfig: {
    SCHEDULED: { description: 'Opens later.' },
    OPEN: { description: 'Sells.' },
    PAUSED: { description: 'Stopped for a while by an admin.' },
    SOLD_OUT: { description: 'Open, but no unit is left.' },
    CLOSED: { description: 'Over.' },
  },
});
registerEnumType(OrderStatus, {
  name: 'OrderStatus',
  valuesConfig: {
    PENDING: { description: 'Taken, not yet written.' },
    CONFIRMED: { description: 'Durable in Postgres.' },
    CANCELLED: { description: 'Its units have gone back.' },
  },
});
registerEnumType(HoldState, {
  name: 'HoldState',
  description: 'Decided by a transaction of Postgres, by its clock; what is not HELD stays what it is.',
  valuesConfig: {
    HELD: { description: 'Its units wait for their buyer.' },
    CONFIRMED: { description: 'It became an order.' },
    RELEASED: { description: 'Given back by its buyer, or by a reset of the sale.' },
    EXPIRED: { description: 'Given back by the clock.' },
  },
});
registerEnumType(Verdict, {
  name: 'Verdict',
  description:
    "What the books say about one epoch of a sale. Computed by the server from orders, holds and stores, never from a strategy's name.",
  valuesConfig: {
    EXACT: {
      description: 'Every unit is accounted for; if demand reached the stock, exactly the stock was sold.',
    },
    OVERSOLD: { description: 'More units sold than there were.' },
    UNDERSOLD: { description: 'Demand reached the stock and units are left or lost.' },
    DUPLICATE: {
      description: "One buyer's request (idempotency key) became two orders, or a buyer exceeded the limit.",
    },
    DRIFT: { description: 'Orders are right but a store (the stock row, Redis) disagrees with them.' },
    INCONCLUSIVE: {
      description:
        'Requests under way or with an unknown end, a replica that does not answer, a saturated generator, or too little demand to tell.',
    },
  },
});
registerEnumType(WitnessKind, {
  name: 'WitnessKind',
  valuesConfig: {
    LAST_UNIT: {
      description: 'Somebody else took the unit that a buyer had seen, and the buyer took it again.',
    },
    ERASED: { description: 'A buyer wrote back a number that did not know of the sale before it.' },
  },
});
registerEnumType(WitnessAct, {
  name: 'WitnessAct',
  valuesConfig: {
    READ: { description: 'The stock was read.' },
    CHECK: { description: 'The answer was here, and enough was left.' },
    WRITE: { description: "The stock's row was changed." },
    COMMIT: { description: 'The order was durable, and its write to be seen by others.' },
  },
});
registerEnumType(WitnessRole, {
  name: 'WitnessRole',
  valuesConfig: {
    A: { description: 'The faster one.' },
    B: { description: 'The one who acted on what A had changed meanwhile.' },
  },
});
registerEnumType(Span, {
  name: 'Span',
  description: 'What a purchase spends its time on.',
  valuesConfig: {
    connection: { description: 'Until a connection of the pool was free.' },
    redis: { description: 'Round trips to Redis.' },
    wait: { description: 'On purpose: the race window, or the pause before another attempt.' },
    lock: { description: 'Statements that stand in line for a lock, their round trip included.' },
    group: { description: 'Until the group before this one had committed.' },
    statements: {
      description: 'Every other round trip to Postgres; of a group its decision and its commit.',
    },
    commit: { description: 'COMMIT.' },
    eventLoop: { description: 'The rest: the server was computing, or waiting for its turn.' },
  },
});
registerEnumType(LoadModel, {
  name: 'LoadModel',
  valuesConfig: {
    CLOSED: { description: 'A fixed number of buyers, each waits for its answer.' },
    OPEN: { description: "Buyers arrive on a schedule, late answers don't slow it." },
  },
});
registerEnumType(AttackState, {
  name: 'AttackState',
  valuesConfig: {
    QUEUED: { description: 'Waits for the attack before it.' },
    RUNNING: { description: 'Buyers are buying.' },
    FINISHED: { description: 'All requests are answered and the books are audited.' },
    STOPPED: { description: 'Ended early, by request or because its time was over.' },
    FAILED: { description: 'Could not be run to its end; `error` says why.' },
  },
});
