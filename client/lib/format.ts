import { UNKNOWN } from '../../lab/report/words/figures.ts';

export { axis, count, plural, range, short, span, UNKNOWN } from '../../lab/report/words/figures.ts';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

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
