/** How wide a letter is on average, as a part of the type's size. A guess on the safe side: nothing here can be measured. */
const LETTER = 0.56;

/** About how wide a text is, in the drawing's units. */
export function textWidth(text: string, size: number): number {
  return text.length * size * LETTER;
}

/** The text, or as much of its end as there is room for: what tells buyers apart stands at the end. */
export function fit(text: string, room: number, size: number): string {
  const letters = Math.floor(room / (size * LETTER));
  return text.length <= letters ? text : `…${text.slice(1 - letters)}`;
}
