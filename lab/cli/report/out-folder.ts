import { access, constants, stat } from 'node:fs/promises';
import { usageFailure } from '../failure.ts';

/** Whether this process may do what `mode` says with the path: one of the constants of fs. */
export const can = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

/** Throws a usage Failure when `what`, such as "the report", can't be written to the folder. */
export async function checkFolder(folder: string, what: string): Promise<void> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw usageFailure(`There is no folder ${folder} to write ${what} to.`);
  if (!(await can(folder, constants.W_OK)))
    throw usageFailure(`Nothing can be written to the folder ${folder}.`);
}
