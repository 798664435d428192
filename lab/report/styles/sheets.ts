/** The style sheets of a report in this folder, in their order. */
export const SHEETS = [
  'tokens.css',
  'verdicts.css',
  'charts.css',
  'witness.css',
  'comparison.css',
  'report.css',
] as const;

/** Their texts as one sheet. The tokens are written for Tailwind, which a report doesn't have. */
export const styleText = (sheets: readonly string[]): string =>
  sheets
    .join('\n')
    .replace('@theme {', ':root {')
    .replace(/^ *--[\w-]+-\*: initial;\n/gm, '');
