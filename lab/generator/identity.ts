/** The buyer of the `index`th purchase, counted from 0: `buyer-0001`, ..., `buyer-10000`. */
export const buyerIdOf = (index: number): string => `buyer-${String(index + 1).padStart(4, '0')}`;

/** Murmur3's finalizer: each bit of the input moves half of the output's bits. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Two hexadecimal digits for each byte: four look-ups are several times as fast as toString(16) and padStart. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const hexOf = (word: number): string =>
  `${HEX[word >>> 24]}${HEX[(word >>> 16) & 255]}${HEX[(word >>> 8) & 255]}${HEX[word & 255]}`;

/**
 * The idempotency key of the `index`th purchase under a seed: 24 hexadecimal digits.
 * Not secret and not meant to be: the same seed gives the same keys, another seed gives others.
 */
export function idempotencyKeyOf(seed: number, index: number): string {
  const lane = (salt: number): string => hexOf(mix(mix(seed ^ salt) + index));
  return lane(0x9e3779b9) + lane(0x7f4a7c15) + lane(0xf39cc060);
}
