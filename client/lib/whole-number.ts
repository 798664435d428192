/** Reads what was typed: digits, with or without separators. Null when it is no whole number. */
export function readWhole(text: string): number | null {
  const digits = text.replace(/[\s,_']/g, '');
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}
