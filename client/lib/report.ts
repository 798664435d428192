import type { Client, OperationResult } from '@urql/core';
import { fileName } from '../../lab/report/facts/file-name.ts';
import { makeReport } from '../../lab/report/facts/make-report.ts';
import { reportHtml } from '../../lab/report/page/document.ts';
import { SHEETS, styleText } from '../../lab/report/styles/sheets.ts';
import {
  type AttackFieldsFragment as Attack,
  AttackDocument,
  EnvironmentDocument,
  HealthDocument,
  LiveSetupDocument,
} from '../../schema/generated/operations.ts';

const texts = import.meta.glob<string>('../../lab/report/styles/*.css', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** A report as a file of the browser. */
export interface ReportFile {
  readonly name: string;
  readonly html: string;
}

/**
 * The report of these runs, made here. Without the admin's token it can't say what the server runs on. Throws when the
 * server does not answer.
 */
export async function reportOf(
  client: Client,
  { ids, isAdmin }: { readonly ids: readonly string[]; readonly isAdmin: boolean },
): Promise<ReportFile> {
  const [setup, { health }] = await Promise.all([
    ask(client.query(LiveSetupDocument, {})),
    ask(client.query(HealthDocument, {})),
  ]);
  const environment = isAdmin ? (await ask(client.query(EnvironmentDocument, {}))).environment : null;
  const runs: Attack[] = [];
  // One after the other: each may be hundreds of kilobytes. One that is gone is left out.
  for (const id of ids) {
    const { attack } = await ask(client.query(AttackDocument, { id }));
    if (attack !== null) runs.push(attack);
  }
  const report = makeReport({ ...setup, health, url: location.origin, environment }, runs);
  const styles = styleText(SHEETS.map((name) => texts[`../../lab/report/styles/${name}`] ?? ''));
  return { name: fileName(report), html: reportHtml(report, styles) };
}

async function ask<T>(asked: PromiseLike<OperationResult<T>>): Promise<T> {
  const { data, error } = await asked;
  if (data === undefined) throw error ?? new Error('an answer without data');
  return data;
}
