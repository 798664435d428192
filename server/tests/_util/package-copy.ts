import { cp, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';

/** What a clone doesn't have, and tests of the scripts don't need. */
const LEFT_OUT = new Set(['node_modules', 'dist', '.git', '.cache', '.data', 'coverage', 'e2e', 'bench']);

/** Copies the package to `target` as a fresh clone has it, with our node_modules: nothing to download. */
export async function copyPackage(target: string): Promise<void> {
  const names = (await readdir(packageRoot)).filter((name) => !LEFT_OUT.has(name));
  for (const name of names) await cp(join(packageRoot, name), join(target, name), { recursive: true });
  await symlink(join(packageRoot, 'node_modules'), join(target, 'node_modules'));
}
