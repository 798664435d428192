import type { Attack, PurchaseStrategy } from '../../sdk/index.ts';

type Witnesses = NonNullable<Attack['audit']>['witnesses'];

const SHOWN_MAX = 3;

/** An audit as documents and lines show it. */
export interface Testimony {
  readonly witnesses: Witnesses;
  /** Why there are fewer witnesses than oversold units. */
  readonly witnessNote: string | null;
}

/** How one unit came to be sold that was not there, in words, for each strategy of which a run has seen it. */
export function witnessesByStrategy(attacks: readonly Attack[]): Map<PurchaseStrategy, string> {
  const found = new Map<PurchaseStrategy, string>();
  for (const { strategy, audit } of attacks) {
    const words = audit?.witnesses[0]?.explanation;
    if (words !== undefined && !found.has(strategy)) found.set(strategy, words);
  }
  return found;
}

/** Witnesses under a result, a few of them: each is a story of its own. */
export function witnessLines({ witnesses, witnessNote }: Testimony): string[] {
  if (witnesses.length === 0) return [];
  const more = witnesses.length - SHOWN_MAX;
  return [
    '',
    '  How it happened:',
    ...witnesses.slice(0, SHOWN_MAX).map(({ explanation }) => `  - ${explanation}`),
    ...(more > 0 ? [`  - and ${more} more like it.`] : []),
    ...(witnessNote === null ? [] : [`  ${witnessNote}`]),
  ];
}

/** The same audit without the steps of its witnesses: they are for drawing, and there are thousands of lines of them. */
export function withoutSteps<T extends Testimony>(audit: T): Omit<T, 'witnesses'> & { witnesses: object[] } {
  const witnesses = audit.witnesses.map(({ steps: _steps, stock: _stock, ...witness }) => witness);
  return { ...audit, witnesses };
}
