import { Problem } from './problem.ts';

/** What can't be shown or stored: control characters but line breaks and tabs, separators of lines, half of a character. */
const INVISIBLE = /[^\P{Cc}\n\r\t]|[\p{Zl}\p{Zp}\p{Cs}]/u;

/** Words that a person wrote: 1 to `maxChars` characters that can be shown, or a Problem that names them. */
export function checkText(name: string, text: string, maxChars: number): void {
  if (text.trim() === '' || text.length > maxChars || INVISIBLE.test(text))
    throw new Problem(
      'BAD_USER_INPUT',
      `${name} must be 1 to ${maxChars} characters, none of them invisible.`,
    );
}
