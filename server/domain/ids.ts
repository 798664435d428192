const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const POOL_BYTES = 8_192;
const pool = new Uint8Array(POOL_BYTES);
let used = POOL_BYTES;

/**
 * A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits. Orders inserted by it land on the
 * right edge of their index. Random bytes are drawn 8 KiB at a time: one draw for each id costs more than the id.
 */
export function uuidv7(nowMs: number = Date.now()): string {
  if (used + 10 > POOL_BYTES) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  const at = used;
  used += 10;
  const random = (index: number): number => pool[at + index] ?? 0;
  const time = nowMs.toString(16).padStart(12, '0');
  const hex = (byte: number): string => HEX[byte & 255] ?? '00';
  return (
    `${time.slice(0, 8)}-${time.slice(8)}-` +
    `${hex(0x70 | (random(0) & 0x0f))}${hex(random(1))}-` +
    `${hex(0x80 | (random(2) & 0x3f))}${hex(random(3))}-` +
    `${hex(random(4))}${hex(random(5))}${hex(random(6))}${hex(random(7))}${hex(random(8))}${hex(random(9))}`
  );
}

/** Whether a text can be an id at all. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** When a UUIDv7 was made: Unix time in ms, by the clock of whoever made it. */
export function madeAtMs(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}
