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
