import { cellsOf, COLUMNS } from './format.ts';
import type { PartResult, Results } from './results.ts';

const BEGIN = '<!-- results -->';
const END = '<!-- /results -->';

/** The document with the tables of these results between its marks. It holds those of the last run alone. */
export function withResults(document: string, results: Results): string {
  const from = document.indexOf(BEGIN) + BEGIN.length;
  const to = document.indexOf(END);
  if (from < BEGIN.length || to < from) throw new Error(`the document has no ${BEGIN} ... ${END}`);
  return `${document.slice(0, from)}\n\n${tables(results)}\n\n${document.slice(to)}`;
}

function tables(results: Results): string {
  const { machine, at, secondsEach, rounds, stores } = results;
  const where = [
    `Measured on ${at.slice(0, 10)}: ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, ${machine.system},`,
    `Node ${machine.node}, ${stores}; ${secondsEach} s a measurement, ${rounds} rounds;`,
    `load average ${machine.loadAverage.toFixed(1)} before the first.`,
  ].join('\n');
  return [where, ...results.parts.map(section)].join('\n\n');
}

function section({ title, rows, notes, books }: PartResult): string {
  const heads = [...COLUMNS];
  const lines = [heads, heads.map(() => '---'), ...rows.map(cellsOf)].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  const seen = new Set(rows.flatMap(({ what, note }) => (note === '' ? [] : [`${what}: ${note}.`])));
  const exact = books.filter(({ isExact }) => isExact).length;
  const sales = books.length === 0 ? [] : [`Books: ${exact} of ${books.length} sales exact.`];
  const words = [...seen, ...notes, ...sales].map((line) => `- ${line}`);
  return [`### ${title}`, lines.join('\n'), ...(words.length === 0 ? [] : [words.join('\n')])].join('\n\n');
}
