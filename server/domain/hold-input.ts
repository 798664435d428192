import { limits } from './limits.ts';
import { Problem } from './problem.ts';
import { checkInteger, checkPurchaseInput } from './purchase-input.ts';

/** A wish to hold units as it came in, before any of it is believed. */
export interface HoldInput {
  readonly saleId: string;
  readonly buyerId: string;
  readonly quantity: number;
  readonly holdSeconds: number;
  readonly idempotencyKey: string | null;
}

/** Throws a Problem BAD_USER_INPUT that names the argument and what it must be. */
export function checkHoldInput(input: HoldInput): void {
  checkPurchaseInput({ ...input, strategy: '' });
  const bounds = { min: limits.holdSecondsMin, max: limits.holdSecondsMax };
  checkInteger('holdSeconds', input.holdSeconds, bounds);
}

/** Two requests under one key are the same wish when this is equal. */
export function holdFingerprintOf({ saleId, quantity, holdSeconds }: HoldInput): string {
  return `${saleId}/${quantity}/${holdSeconds}`;
}

/** Same answer for an id that can't exist, one that doesn't, and the hold of somebody else. */
export function noSuchHold(): Problem {
  return new Problem(
    'BAD_USER_INPUT',
    'No such hold of this buyer. holdUnits answers with the id of a new one.',
  );
}
