import type { Sale } from './model.ts';

/** A state as a word among others: "sold out". */
export const stateWords = (state: Sale['state']): string => state.toLowerCase().replace('_', ' ');

/** Why a lab sale in this state can't be attacked; null when it can: an attack puts the stock of one sold out back. */
export function attackRefusal(state: Sale['state']): string | null {
  if (state === 'OPEN' || state === 'SOLD_OUT') return null;
  const until = opensByHand(state) ? 'Open it first.' : 'It opens by its window.';
  return `The sale is ${stateWords(state)}: an attack could buy nothing. ${until}`;
}

/** Whether an admin can open a sale in this state: one that is scheduled waits for its time. */
export const opensByHand = (state: Sale['state']): boolean => state === 'PAUSED' || state === 'CLOSED';
