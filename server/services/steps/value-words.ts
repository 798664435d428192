/** A value in a statement, as one would write it there; ids are cut short. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return `{${value.map((each) => valueWords(each)).join(', ')}}`;
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (typeof value === 'string') return textWords(value);
  return JSON.stringify(value);
}

function textWords(value: string): string {
  if (/^-?\d{1,15}$/.test(value)) return value;
  const id = /^[0-9a-f]{8}(?=-[0-9a-f]{4}-)/.exec(value);
  return id === null ? `'${value}'` : `'${id[0]}…'`;
}

/** A text of Redis with what nobody reads left out: most of an id, what a document says, and where keys begin. */
export function shortText(text: string): string {
  return text
    .replace(/^\{".*\}$/, '{...}')
    .replaceAll(/([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '$1…')
    .replace(/^fs-steps:[0-9a-f]+:(?:fs:\{[^}]*\}:(?:f\d+:)?)?/, '');
}
