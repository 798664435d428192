const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DIGITS = Buffer.from('0123456789abcdef', 'latin1');
const random = new Uint8Array(8_192);
let used = random.length;
/** The id that was made last. */
const text = Buffer.from('00000000-0000-7000-8000-000000000000', 'latin1');
/** The time that stands in it. */
let writtenMs = -1;
/** Where the random bytes go, two digits each. */
const PLACES = [14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;

/**
 * A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits. Orders inserted by it land on the right edge of
 * their index. An id is made for each request and each purchase: random bytes are drawn 8 KiB at a time, and digits are
 * written where the last id's stood, which takes a third of the time of joining texts.
 */
export function uuidv7(nowMs: number = Date.now()): string {
  if (nowMs !== writtenMs) {
    const digits = nowMs.toString(16).padStart(12, '0');
    text.write(`${digits.slice(0, 8)}-${digits.slice(8)}`, 'latin1');
    writtenMs = nowMs;
  }
  if (used + PLACES.length > random.length) {
    crypto.getRandomValues(random);
    used = 0;
  }
  random[used] = ((random[used] ?? 0) & 0x0f) | 0x70;
  random[used + 2] = ((random[used + 2] ?? 0) & 0x3f) | 0x80;
  for (const place of PLACES) {
    const byte = random[used] ?? 0;
    text[place] = DIGITS[byte >> 4] ?? 0;
    text[place + 1] = DIGITS[byte & 15] ?? 0;
    used += 1;
  }
  return text.toString('latin1');
}

/** Whether a text can be an id at all. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** When a UUIDv7 was made: Unix time in ms, by the clock of whoever made it. */
export function madeAtMs(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}
