import { Problem } from './problem.ts';

/**
 * What can't be shown, or shows other text as what it is not: control characters but line breaks and tabs, separators of
 * lines, halves of characters, and signs of format, such as those that turn the direction round. The two that join letters and
 * emoji, or keep them apart, belong between these and nowhere else.
 */
const INVISIBLE =
  /[^\P{Cc}\n\r\t]|[\p{Zl}\p{Zp}\p{Cs}]|[^\P{Cf}\u200C\u200D]|(?<![\p{L}\p{M}\p{Emoji}])[\u200C\u200D]|[\u200C\u200D](?![\p{L}\p{M}\p{Emoji}])/u;
/** Some letters have no shape, such as the fillers of Hangul, and one sign of Braille has no dots. */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Words that a person wrote: 1 to `maxChars` characters that can be shown, or a Problem that names them. */
export function checkText(name: string, text: string, maxChars: number): void {
  if (!VISIBLE.test(text) || text.length > maxChars || INVISIBLE.test(text))
    throw new Problem(
      'BAD_USER_INPUT',
      `${name} must be 1 to ${maxChars} characters, none of them invisible.`,
    );
}
