import { randomBytes } from 'node:crypto';
import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises';

const SECRET_BYTES = 32;

async function readSecret(path: string): Promise<string | null> {
  try {
    const secret = (await readFile(path, 'utf8')).trim();
    return secret === '' ? null : secret;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * The secret kept in `path` (mode 0600), made on first use: 256 random bits as base64url.
 * Written beside and linked into place, so that a kill never leaves half a secret.
 */
export async function secretFile(path: string): Promise<string> {
  const known = await readSecret(path);
  if (known !== null) {
    await chmod(path, 0o600);
    return known;
  }
  await rm(path, { force: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, { mode: 0o600 });
  try {
    await link(draft, path);
  } catch (error) {
    // Another process was first: its secret is the one.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const made = await readSecret(path);
  if (made === null) throw new Error(`${path} can't be read back`);
  return made;
}
