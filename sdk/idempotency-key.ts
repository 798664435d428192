/**
 * A new idempotency key: 128 random bits as 32 hexadecimal digits; the API takes 8 to 64 of [A-Za-z0-9_-].
 * Not by crypto.randomUUID: browsers have that one on secure origins only, and a server on a LAN has none.
 */
export function createIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
