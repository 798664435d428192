/** Four digits for each number of 16 bits. */
const HEX = Array.from({ length: 65_536 }, (_, bits) => bits.toString(16).padStart(4, '0'));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const pool = new Uint16Array(4_096);
let used = pool.length;
let time = { ms: -1, text: '' };

/**
 * A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits. Orders inserted by it land on the
 * right edge of their index. Random bytes are drawn 8 KiB at a time, and digits come four at a time: an id is made for each
 * request and each purchase.
 */
export function uuidv7(nowMs: number = Date.now()): string {
  if (used + 5 > pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  if (time.ms !== nowMs) {
    const digits = nowMs.toString(16).padStart(12, '0');
    time = { ms: nowMs, text: `${digits.slice(0, 8)}-${digits.slice(8)}-` };
  }
  const at = used;
  used += 5;
  const hex = (index: number, keep: number, set: number): string =>
    HEX[((pool[at + index] ?? 0) & keep) | set] ?? '';
  const version = hex(0, 0x0fff, 0x7000);
  const variant = hex(1, 0x3fff, 0x8000);
  return `${time.text}${version}-${variant}-${hex(2, 0xffff, 0)}${hex(3, 0xffff, 0)}${hex(4, 0xffff, 0)}`;
}

/** Whether a text can be an id at all. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** When a UUIDv7 was made: Unix time in ms, by the clock of whoever made it. */
export function madeAtMs(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}
