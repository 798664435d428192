import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packageRoot } from './package-root.ts';
import { printedFiles } from './print.ts';

const write = async ([path, text]: [string, string]): Promise<void> => {
  const file = join(packageRoot, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
};
await Promise.all([...(await printedFiles())].map(write));
