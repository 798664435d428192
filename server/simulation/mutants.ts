import type { PurchaseOutcome } from '../domain/purchase.ts';
import { STRICT } from './books.ts';
import { REAL, type ProtocolDeps, type Variant } from './variant.ts';
import type { Climate } from './weather.ts';

/** A broken version of the protocol that the simulator must not let pass. */
export interface Mutant {
  readonly name: string;
  readonly variant: Variant;
  readonly climate: Climate;
  /** The invariant that it breaks. */
  readonly breaks: RegExp;
}

/**
 * Postgres does not look at `remaining`. While Redis is well and nobody buys past it the gate alone is right, so in a
 * `steady` climate this shows what another mutant does to the gate. Postgres would heal that: alone it sells nothing twice.
 */
export const GATE_ALONE: Variant = { ...REAL, rules: { ...STRICT, checksRemaining: false } };

/** Every one of them. */
export const mutants: readonly Mutant[] = [
  { name: 'the gate decides alone', climate: 'wild', breaks: /I1/, variant: GATE_ALONE },
  {
    name: 'units go back to the gate after an unknown end (and the gate decides alone)',
    climate: 'steady',
    breaks: /I1/,
    variant: { ...GATE_ALONE, deps: compensateUnknown },
  },
  {
    name: 'the reaper gives back what was sold (and the gate decides alone)',
    climate: 'steady',
    breaks: /I1/,
    variant: { ...GATE_ALONE, reaperTruth: () => ({ existing: () => Promise.resolve(new Set()) }) },
  },
  {
    name: 'Postgres does not check the fence',
    climate: 'wild',
    breaks: /I3 begun in epoch/,
    variant: { ...REAL, rules: { ...STRICT, checksFence: false } },
  },
  {
    name: 'a reset leaves the fence as it is',
    climate: 'wild',
    breaks: /I3 begun in epoch/,
    variant: { ...REAL, rules: { ...STRICT, resetRaisesFence: false } },
  },
  {
    name: 'the buyer is answered before the commit',
    climate: 'wild',
    breaks: /I2/,
    variant: { ...REAL, deps: answerEarly },
  },
  {
    name: 'lost reservations are never reaped',
    climate: 'wild',
    // Of a sale with a limit buyers wait for what was promised, here until they lose patience.
    breaks: /I4|I6/,
    variant: { ...REAL, reaperTruth: () => null },
  },
  {
    name: 'a retry under a known key is a new order',
    climate: 'wild',
    breaks: /I3/,
    variant: { ...REAL, rules: { ...STRICT, knowsKeys: false } },
  },
  {
    name: 'an empty gate is never rebuilt',
    climate: 'wild',
    breaks: /I5/,
    variant: { ...REAL, deps: trustEmpty },
  },
  {
    name: 'a missing gate counts as an empty one',
    climate: 'wild',
    // As above: of a sale with a limit it is waited for.
    breaks: /I5|I6/,
    variant: { ...REAL, deps: absentIsEmpty },
  },
];

function compensateUnknown(deps: ProtocolDeps): ProtocolDeps {
  return {
    ...deps,
    groups: {
      ...deps.groups,
      async purchase(request) {
        const outcome = await deps.groups.purchase(request);
        if (outcome.kind === 'inProgress') await deps.gate.settle(request, true);
        return outcome;
      },
    },
  };
}

function answerEarly(deps: ProtocolDeps): ProtocolDeps {
  return {
    ...deps,
    groups: {
      ...deps.groups,
      purchase(request): Promise<PurchaseOutcome> {
        deps.groups.purchase(request).catch(() => undefined);
        const { orderId: id, ...rest } = request;
        const order = { ...rest, id, status: 'CONFIRMED', createdAtMs: 0 } as const;
        return Promise.resolve({ kind: 'confirmed', order, remaining: null });
      },
    },
  };
}

/** Takes the gate's word: when it is empty, so is Postgres. */
function trustEmpty(deps: ProtocolDeps): ProtocolDeps {
  const { truth } = deps;
  return {
    ...deps,
    truth: {
      ...truth,
      async recentStanding(saleId) {
        const standing = await truth.recentStanding(saleId);
        return standing === null ? null : { ...standing, remaining: 0 };
      },
    },
  };
}

function absentIsEmpty(deps: ProtocolDeps): ProtocolDeps {
  const { gate } = deps;
  return {
    ...deps,
    gate: {
      ...gate,
      async reserve(reservation) {
        const answer = await gate.reserve(reservation);
        return answer.kind === 'absent' ? { kind: 'empty', pending: 1 } : answer;
      },
    },
  };
}
