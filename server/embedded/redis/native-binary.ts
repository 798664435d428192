import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** In order of preference. Names are looked up on PATH; Homebrew's folders aren't on every PATH. */
const CANDIDATES = [
  'valkey-server',
  'redis-server',
  '/opt/homebrew/bin/valkey-server',
  '/opt/homebrew/bin/redis-server',
  '/usr/local/bin/valkey-server',
  '/usr/local/bin/redis-server',
];
const VERSION_MAX_MS = 5_000;

/** 6.2 brought what the scripts and streams here rely on. */
function recentEnough(words: string): boolean {
  const [, major = '0', minor = '0'] = /v=(\d+)\.(\d+)/.exec(words) ?? [];
  return Number(major) > 6 || (Number(major) === 6 && Number(minor) >= 2);
}

/** The first valkey-server or redis-server of at least 6.2 on this machine, or null. */
export async function findNativeRedis(): Promise<string | null> {
  for (const program of CANDIDATES) {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: VERSION_MAX_MS }).catch(
      () => ({
        stdout: '',
      }),
    );
    if (recentEnough(stdout)) return program;
  }
  return null;
}
