import type { Report } from './report.ts';

/** What a report is called where nobody says: by its run, or by when it was made if it has several. */
export function fileName({ groups, madeAt }: Report): string {
  const [run, ...more] = groups.flatMap(({ runs }) => runs);
  const name =
    run === undefined || more.length > 0
      ? madeAt.replace(/\.\d+Z$/, '').replace(/[^\d]+/g, '-')
      : `run-${run.id.replace(/[^\w-]+/g, '-')}`;
  return `flash-sale-report-${name}.html`;
}
