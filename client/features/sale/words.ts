import type { Sale } from '../../lib/model.ts';

/** A state as a word among others: "sold out". */
export const stateWords = (state: Sale['state']): string => state.toLowerCase().replace('_', ' ');
