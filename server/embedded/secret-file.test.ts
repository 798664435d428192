import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../tests/_util/temp-dir.ts';
import { secretFile } from './secret-file.ts';

test('a secret has 256 random bits, is private, and stays the same', async () => {
  await using dir = await tempDir();
  const path = join(dir.path, 'secret');
  const secret = await secretFile(path);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await secretFile(path)).toBe(secret);
  expect(await secretFile(join(dir.path, 'another'))).not.toBe(secret);
  expect(await readdir(dir.path)).toEqual(['another', 'secret']);
});

test('a secret of the user that others could read is closed to them', async () => {
  await using dir = await tempDir();
  const path = join(dir.path, 'secret');
  await writeFile(path, 'mine\n');
  await chmod(path, 0o644);
  expect(await secretFile(path)).toBe('mine');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('an empty file, as a full disk leaves it, is replaced', async () => {
  await using dir = await tempDir();
  const path = join(dir.path, 'secret');
  await writeFile(path, '');
  expect(await secretFile(path)).toHaveLength(43);
});
