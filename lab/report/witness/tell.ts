/** A piece of a sentence. */
export interface Piece {
  readonly text: string;
  readonly strong: boolean;
}

/** Who it was, and what was not done. One group, so that every second piece of a split is a match. */
const STRONG = /(\b[AB], [^\s,]+(?=,)|without looking again)/;

/** The story in pieces, those to notice marked. */
export function tell(story: string): Piece[] {
  return story
    .split(STRONG)
    .map((text, index) => ({ text, strong: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
