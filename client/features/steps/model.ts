import type {
  ExploreInterleavingsMutation,
  StepSessionFieldsFragment,
} from '../../../schema/generated/operations.ts';

/** A step-through, as its documents ask for it. */
export type Session = StepSessionFieldsFragment;
/** One turn of one buyer. */
export type Step = Session['steps'][number];
/** A buyer as it stands. */
export type Buyer = Session['buyers'][number];
/** The name of one: A, B or C. */
export type BuyerName = Buyer['name'];
/** What running every order of two buyers' statements came to. */
export type Exploration = ExploreInterleavingsMutation['exploreInterleavings'];

/** As much of a session as is drawn: there is that much before one begins, too. */
export interface Drawn {
  readonly stock: number;
  readonly buyers: readonly Pick<Buyer, 'name'>[];
  readonly steps: readonly Step[];
}

const NAMES = ['A', 'B', 'C'] as const;

/** So many buyers before a stock, who have not moved. */
export function blank(stock: number, buyers: number): Drawn {
  return { stock, buyers: NAMES.slice(0, buyers).map((name) => ({ name })), steps: [] };
}

/** The first step after which more units were sold than there were; null while there is none. */
export function firstWrong(session: Drawn): number | null {
  return session.steps.find(({ outside }) => outside.sold > session.stock)?.number ?? null;
}
