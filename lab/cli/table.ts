/** A cell: its text, and how it is shown once it is as wide as its column. */
export interface Cell {
  readonly text: string;
  readonly show?: (padded: string) => string;
}

/** A column: its heading, and on which side its cells stand. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

const GAP = '  ';

/** Rows under headings, each column as wide as its widest cell, without spaces at the ends of lines. */
export function table(columns: readonly Column[], rows: readonly (readonly (Cell | string)[])[]): string[] {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)));
  const widths = columns.map(({ title }, at) =>
    Math.max(title.length, ...cells.map((row) => row[at]?.text.length ?? 0)),
  );
  const line = (row: readonly Cell[]): string =>
    columns
      .map(({ align }, at) => {
        const { text, show = (padded: string) => padded } = row[at] ?? { text: '' };
        const width = widths[at] ?? 0;
        return show(align === 'left' ? text.padEnd(width) : text.padStart(width));
      })
      .join(GAP)
      .trimEnd();
  return [line(columns.map(({ title }) => ({ text: title }))), ...cells.map(line)];
}

/** Labels in a column and what each stands for beside them, for one thing with many properties. */
export function properties(rows: readonly (readonly [label: string, value: string])[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(width)}${GAP}${value}`.trimEnd());
}
