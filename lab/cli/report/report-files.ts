import { constants, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { reportHtml, reportJson } from '../../report/page/document.ts';
import type { Report } from '../../report/facts/report.ts';
import { Failure, fileExists, usageFailure } from '../failure.ts';
import { can, checkFolder } from './out-folder.ts';
import { readStyles } from './styles.ts';

/** The two files of a report, absolute. */
export interface ReportFiles {
  readonly html: string;
  readonly json: string;
}

/** Where to write, and whether what is there may be lost. */
export interface FileWish {
  /** From `cwd`. */
  readonly out: string;
  readonly force: boolean;
  readonly cwd: string;
}

/** The files that a wish means. Throws a Failure with the words for it when they can't be written there. */
export async function planFiles({ out, force, cwd }: FileWish): Promise<ReportFiles> {
  const html = resolve(cwd, out);
  if (!html.endsWith('.html'))
    throw usageFailure(`A report is a file that ends in .html, with its JSON beside it: not ${out}.`);
  const files = { html, json: html.replace(/html$/, 'json') };
  await checkFolder(dirname(html), 'the report');
  for (const path of Object.values(files)) {
    if (!force) await refuseExisting(path);
    else await refuseFolder(path);
  }
  return files;
}

/** Writes both. Never over another file unless that is wished: not over one that came up meanwhile either. */
export async function writeReport(
  report: Report,
  { html, json }: ReportFiles,
  force: boolean,
): Promise<void> {
  const flag = force ? 'w' : 'wx';
  try {
    await writeFile(html, reportHtml(report, await readStyles()), { flag });
    await writeFile(json, reportJson(report), { flag });
  } catch (error) {
    if (isExisting(error)) throw exists(error.path);
    const words = error instanceof Error ? error.message : String(error);
    throw new Failure(`The report could not be written: ${words}`, { code: 'NOT_WRITTEN' });
  }
}

async function refuseFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true) throw usageFailure(`${path} is a folder: give the name of a file.`);
}

async function refuseExisting(path: string): Promise<void> {
  if (await can(path, constants.F_OK)) throw exists(path);
}

const exists = (path: string): Failure => fileExists(path, '--out or --report');

function isExisting(error: unknown): error is Error & { readonly path: string } {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST' && 'path' in error;
}
