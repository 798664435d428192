import { TIME_PATTERNS } from '../comparison/bars.ts';
import type { Report } from '../facts/report.ts';
import { element, type Element } from '../markup/element.ts';
import { toHtml } from '../markup/html.ts';
import { WITNESS_HATCH } from '../witness/hatch.ts';
import { groupSection } from './group.ts';
import { moment } from './moment.ts';
import { setting } from './setting.ts';

/** Nothing is loaded and nothing runs, whatever stands in a report. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * A report as one HTML file that needs nothing else: no network, no script, no font. `styles` is the text of its style
 * sheets, in their order.
 */
export function reportHtml(report: Report, styles: string): string {
  // The one text that isn't escaped: it must not end its element.
  if (styles.includes('</')) throw new Error('a style sheet holds the end of an element');
  const head = [
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'color-scheme', content: 'light dark' }),
    element('title', {}, titleOf(report)),
  ].map(toHtml);
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head>${head.join('')}<style>${styles}</style></head>`,
    toHtml(body(report)),
    '</html>',
    '',
  ].join('\n');
}

/** A report as the JSON beside it. */
export const reportJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;

function titleOf({ groups }: Report): string {
  const runs = groups.flatMap((group) => group.runs);
  const [only] = runs;
  if (runs.length !== 1 || only === undefined) return `Flash sale report: ${runs.length} runs`;
  return `Flash sale report: ${only.strategy} ${only.audit?.verdict ?? only.state}`;
}

function body(report: Report): Element {
  const { server, madeAt, groups } = report;
  return element(
    'body',
    {},
    element('svg', { class: 'patterns', 'aria-hidden': 'true' }, TIME_PATTERNS, WITNESS_HATCH),
    element(
      'header',
      { class: 'top' },
      element('h1', {}, 'Flash sale report'),
      element('p', {}, `flash-sale ${server.version}, made ${moment(madeAt)}`),
    ),
    element('main', {}, groups.map(groupSection), setting(server)),
  );
}
