import type { Hold, HoldAnswer, ConfirmAnswer, NotNow, ReleaseAnswer } from '../../domain/hold.ts';
import { OrderType } from '../order/order.type.ts';
import {
  IdempotencyMismatch,
  InProgress,
  LimitReached,
  type Overloaded,
  PurchaseConfirmed,
  SaleNotOpen,
  SoldOut,
} from '../purchase/purchase.type.ts';
import { presentOverloaded } from '../purchase/present-purchase.ts';
import {
  HoldEnded,
  HoldReleased,
  UnitsHeld,
  type ConfirmHoldResult,
  type HoldResult,
  type ReleaseHoldResult,
} from './hold.type.ts';

const ENDED_WORDS: Record<Hold['state'], string> = {
  HELD: 'The hold goes on.',
  CONFIRMED: "The hold became an order: it can't be given back.",
  RELEASED: 'The hold was released: its units are back on sale.',
  EXPIRED: 'The hold has expired: its units are back on sale.',
};

/** The answer in the API's shape: a switch that breaks the compile when a new kind of answer appears. */
export function presentHold(saleId: string, answer: HoldAnswer): typeof HoldResult {
  switch (answer.kind) {
    case 'held': {
      const { hold, remaining, replayed } = answer;
      return Object.assign(new UnitsHeld(), { hold, remaining, replayed });
    }
    case 'soldOut':
      return Object.assign(new SoldOut(), { message: 'Fewer are left; held ones may come back.', saleId });
    case 'limitReached': {
      const { limit } = answer;
      return Object.assign(new LimitReached(), {
        message: `One buyer may have ${limit}, holds included.`,
        limit,
      });
    }
    case 'notOpen': {
      const { state, opensAt, closesAt } = answer;
      const message = `The sale is ${state.toLowerCase()}: it holds nothing now.`;
      return Object.assign(new SaleNotOpen(), { message, state, opensAt, closesAt });
    }
    case 'mismatch':
      return Object.assign(new IdempotencyMismatch(), {
        message: 'This key was used for another hold: make a new key for a new hold.',
      });
    case 'inProgress':
    case 'overloaded':
      return presentUnfinished(answer);
  }
}

/** The answer in the API's shape. */
export function presentConfirm(answer: ConfirmAnswer, latencyMs: number): typeof ConfirmHoldResult {
  switch (answer.kind) {
    case 'confirmed': {
      const order = OrderType.from(answer.order);
      const { replayed } = answer;
      return Object.assign(new PurchaseConfirmed(), { order, remaining: null, latencyMs, replayed });
    }
    case 'ended':
      return presentEnded(answer.hold);
    case 'inProgress':
    case 'overloaded':
      return presentUnfinished(answer);
  }
}

/** The answer in the API's shape. */
export function presentRelease(answer: ReleaseAnswer): typeof ReleaseHoldResult {
  switch (answer.kind) {
    case 'released':
      return Object.assign(new HoldReleased(), { hold: answer.hold });
    case 'ended':
      return presentEnded(answer.hold);
    case 'inProgress':
    case 'overloaded':
      return presentUnfinished(answer);
  }
}

function presentEnded({ state }: Hold): HoldEnded {
  return Object.assign(new HoldEnded(), { state, message: ENDED_WORDS[state] });
}

function presentUnfinished(answer: NotNow): InProgress | Overloaded {
  if (answer.kind === 'overloaded') return presentOverloaded(answer, 'done');
  const { retryAfterMs } = answer;
  return Object.assign(new InProgress(), { message: 'Not decided yet: ask the same again.', retryAfterMs });
}
