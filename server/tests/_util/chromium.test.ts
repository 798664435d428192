import { afterEach, expect, test, vi } from 'vitest';
import { findChromium } from './chromium.ts';

afterEach(() => vi.unstubAllEnvs());

test('a CHROMIUM_PATH that is no browser is a reason to skip, said with its path', async () => {
  vi.stubEnv('CHROMIUM_PATH', '/bin/true');
  expect(await findChromium()).toEqual({ skip: 'CHROMIUM_PATH (/bin/true) does not run' });
});
