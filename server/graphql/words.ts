import { limits } from '../domain/limits.ts';

/** Of a text that an error repeats, and of all its words. */
const QUOTED_MAX_CHARS = 100;
const WORDS_MAX_CHARS = 1_000;

/** To the end where it isn't closed, so that each character is read once, whatever the client sent. */
const QUOTED = /"(?:[^"\\]|\\.)*(?:"|$)/gs;

/** What GraphQL says of a mistake, as it is shown: nobody needs the whole of a long text again that they have just sent. */
export function shownWords(message: string): string {
  if (/^Syntax Error: Document contains more tha[nt] \d+ tokens/.test(message))
    return `The operation has more than ${limits.operationTokensMax} words and signs, or is nested as deeply: ask for less at once, and send values as variables.`;
  const shown = message.replaceAll(QUOTED, (quoted) =>
    quoted.length > QUOTED_MAX_CHARS ? `${quoted.slice(0, QUOTED_MAX_CHARS)}..."` : quoted,
  );
  return shown.length > WORDS_MAX_CHARS ? `${shown.slice(0, WORDS_MAX_CHARS)}...` : shown;
}
