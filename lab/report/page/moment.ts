import { UNKNOWN } from '../words/figures.ts';

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
});

/** "30 November 2026 at 14:02:07 UTC": who reads a report may be anywhere. */
export function moment(instant: string | null): string {
  return instant === null ? UNKNOWN : `${day.format(new Date(instant))} UTC`;
}
