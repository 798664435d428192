import type { WitnessFieldsFragment } from '../../../schema/generated/operations.ts';

/** One oversold unit explained, as the API has it. */
export type Witness = WitnessFieldsFragment;
