import { limits } from './limits.ts';
import { Problem } from './problem.ts';

/** A purchase as it came in, before any of it is believed. */
export interface PurchaseInput {
  readonly saleId: string;
  readonly buyerId: string;
  readonly quantity: number;
  readonly strategy: string;
  readonly idempotencyKey: string | null;
}

const KEY = /^[A-Za-z0-9_-]{8,64}$/;
// A buyer's id goes into keys, logs and pages: letters, digits and the separators people use, nothing that needs escaping.
const BUYER = /^[\p{L}\p{N}._:@+-]+$/u;

/** Throws a Problem BAD_USER_INPUT that names the argument and what it must be. */
export function checkPurchaseInput(input: PurchaseInput): void {
  checkSaleId(input.saleId);
  if (input.buyerId.length === 0) throw bad('buyerId is empty: name the buyer.');
  if (input.buyerId.length > limits.buyerIdMaxChars || !BUYER.test(input.buyerId)) {
    throw bad(`buyerId must be 1 to ${limits.buyerIdMaxChars} letters, digits or . _ : @ + -`);
  }
  if (!Number.isInteger(input.quantity) || input.quantity < 1 || input.quantity > limits.quantityMax) {
    throw bad(`quantity must be a whole number from 1 to ${limits.quantityMax}.`);
  }
  if (input.idempotencyKey !== null && !KEY.test(input.idempotencyKey)) {
    throw bad('idempotencyKey must be 8 to 64 letters, digits, _ or -; a UUID is a good one.');
  }
}

/** A sale's id is a positive bigint in decimal. */
export function checkSaleId(saleId: string): void {
  if (!/^[1-9][0-9]{0,17}$/.test(saleId)) throw noSuchSale();
}

/** Same answer for an id that can't exist and one that doesn't. */
export function noSuchSale(): Problem {
  return bad('No such sale. The query { sales { id } } lists the ones there are.');
}

/** A whole number within bounds, or a Problem that names it. */
export function checkInteger(name: string, value: number, bounds: { min: number; max: number }): void {
  if (!Number.isInteger(value) || value < bounds.min || value > bounds.max) {
    throw bad(`${name} must be a whole number from ${bounds.min} to ${bounds.max}.`);
  }
}

/** Two requests under one key are the same wish when this is equal. */
export function fingerprintOf(input: PurchaseInput): string {
  return `${input.saleId}/${input.quantity}/${input.strategy}`;
}

function bad(message: string): Problem {
  return new Problem('BAD_USER_INPUT', message);
}
