import { readFile } from 'node:fs/promises';
import { SHEETS, styleText } from '../../report/styles/sheets.ts';

/** The style sheets of reports: they lie beside the code, in the sources and in what is built of them. */
export async function readStyles(): Promise<string> {
  const folder = new URL('../../report/styles/', import.meta.url);
  return styleText(await Promise.all(SHEETS.map((name) => readFile(new URL(name, folder), 'utf8'))));
}
