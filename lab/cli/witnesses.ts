import type { Audit } from '../../sdk/index.ts';

/** What the witnesses of an audit say: how single units came to be sold twice. Empty where there are none. */
export function witnessWords(audit: Audit | null): string[] {
  const witnesses: unknown = audit === null ? undefined : Reflect.get(audit, 'witnesses');
  if (!Array.isArray(witnesses)) return [];
  return witnesses.flatMap((witness: unknown) => {
    const words: unknown =
      typeof witness === 'object' && witness !== null ? Reflect.get(witness, 'explanation') : undefined;
    return typeof words === 'string' ? [words] : [];
  });
}

const SHOWN_MAX = 3;

/** Witnesses under a result, a few of them: each is a story of its own. */
export function witnessLines(words: readonly string[]): string[] {
  if (words.length === 0) return [];
  const more = words.length - SHOWN_MAX;
  return [
    '',
    '  How it happened:',
    ...words.slice(0, SHOWN_MAX).map((story) => `  - ${story}`),
    ...(more > 0 ? [`  - and ${more} more like it.`] : []),
  ];
}
