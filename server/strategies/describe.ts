import type { StrategyDefinition } from './strategy.ts';

/** The page of a strategy, from the words and the source of its file: Markdown. */
export function strategyPage(name: string, definition: StrategyDefinition): string {
  const { title, description, safe, usesRedis, why, costs, survives, choose, source } = definition;
  return `# ${title} (\`${name}\`)

${description}

${safe ? 'Safe: it sells exactly what there is.' : 'Unsafe on purpose: it runs on LAB sales only.'} ${
    usesRedis ? 'Uses Redis; Postgres decides.' : 'Postgres alone.'
  }

## ${safe ? 'Why it is right' : 'How it goes wrong'}

${why}

## What it costs

${costs}

## What it survives

${survives}

## When to choose it

${choose}

## What it runs

\`\`\`sql
${source.trimEnd()}
\`\`\`
`;
}

/** All of them in a table, as the README shows it: Markdown. */
export function strategyTable(definitions: Readonly<Record<string, StrategyDefinition>>): string {
  const head = ['strategy', '', 'how it takes its units', 'safe', 'Redis'];
  const byName = Object.entries(definitions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rows = byName.map(([name, { title, description, safe, usesRedis }]) => {
    const link = `[${title}](docs/strategies/${pageOf(name)})`;
    return [`\`${name}\``, link, description, safe ? 'yes' : 'no', usesRedis ? 'yes' : 'no'];
  });
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** The file of a strategy's page. */
export function pageOf(name: string): string {
  return `${name.toLowerCase().replaceAll('_', '-')}.md`;
}
