import type { Sale } from './model.ts';

/** A state as a word among others: "sold out". */
export const stateWords = (state: Sale['state']): string => state.toLowerCase().replace('_', ' ');

/** Why a lab sale in this state can't be attacked; null when it can: an attack puts the stock of one sold out back. */
export function attackRefusal(state: Sale['state']): string | null {
  if (state === 'OPEN' || state === 'SOLD_OUT') return null;
  return `The sale is ${stateWords(state)}: an attack could buy nothing. Open it first, with openSale.`;
}
