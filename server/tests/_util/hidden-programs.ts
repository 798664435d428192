import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** A PATH on which the named programs exist but fail, as if this machine didn't have them. */
export async function pathWithout(programs: readonly string[], dir: string): Promise<string> {
  for (const program of programs) {
    const path = join(dir, program);
    await writeFile(path, '#!/bin/sh\nexit 1\n');
    await chmod(path, 0o755);
  }
  return [dir, process.env['PATH']].join(delimiter);
}
