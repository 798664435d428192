/** What stands for a figure that nobody knows. */
export const UNKNOWN = '–';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** 2000 -> "2,000"; -37 -> "−37"; null -> "–". */
export function count(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  return whole.format(Math.round(value) + 0).replace('-', '−');
}

/** Three figures at most: 4.13 -> "4.1", 61.82 -> "61.8", 143.2 -> "143". For milliseconds and rates beside each other. */
export function short(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  return Math.abs(value) < 100 && value !== 0 ? String(Number(value.toFixed(1))) : count(value);
}

/** 1500 -> "1.5k", for axes. */
export function axis(value: number): string {
  if (value >= 1_000_000) return `${Number((value / 1_000_000).toFixed(1))}M`;
  return value >= 1000 ? `${Number((value / 1000).toFixed(1))}k` : String(Number(value.toFixed(2)));
}

/** Milliseconds into a run: 8.21 -> "8.2 ms", 224.4 -> "224 ms", 1370 -> "1.37 s". */
export function span(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms < 20 && ms > 0 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** How long ago, in words short enough for a banner: "12 s", "3 min". */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}

/**
 * A price in the smallest unit of its currency, without decimals when there are none: 99900 USD -> "$999", 1500 JPY ->
 * "¥1,500", 1500 KWD -> "KWD 1.500".
 */
export function money(minorUnits: number, currency: string): string {
  const format = (digits?: number) =>
    new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency,
      ...(digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    });
  const usual = format();
  const whole = 10 ** (usual.resolvedOptions().maximumFractionDigits ?? 2);
  return (minorUnits % whole === 0 ? format(0) : usual).format(minorUnits / whole);
}

/** The wall clock of an instant, "14:02"; null -> "–". */
export function timeOfDay(instant: string | number | null): string {
  return instant === null ? UNKNOWN : clock.format(new Date(instant));
}

/** "1 unit", "2 units". */
export function plural(value: number, one: string, many: string = `${one}s`): string {
  return `${count(value)} ${Math.abs(value) === 1 ? one : many}`;
}
