import { Problem } from './problem.ts';

/** What would break a line of a log or a page, and the NUL that Postgres does not store. Line breaks and tabs are words' own. */
const CONTROL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Words that a person wrote: 1 to `maxChars` characters that can be shown, or a Problem that names them. */
export function checkText(name: string, text: string, maxChars: number): void {
  if (text.trim() === '' || text.length > maxChars || CONTROL.test(text))
    throw new Problem(
      'BAD_USER_INPUT',
      `${name} must be 1 to ${maxChars} characters, none of them invisible.`,
    );
}
