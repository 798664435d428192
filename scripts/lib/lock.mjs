import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, startOf } from './processes.mjs';

const POLL_MS = 100;

const claims = (dir) =>
  readdirSync(dir)
    .flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
    .sort((a, b) => b - a);

function holder(dir, number) {
  try {
    return JSON.parse(readFileSync(join(dir, String(number)), 'utf8'));
  } catch {
    return null;
  }
}

/** One try. A claim is a numbered file; the highest counts and is never removed, so a late comer can't undo another's. */
function claim(dir, me) {
  const [last = 0] = claims(dir);
  const other = last === 0 ? null : holder(dir, last);
  if (other !== null && other.pid !== 0 && isRunning(other)) return { other };
  const [draft, mine] = [join(dir, `draft-${process.pid}`), join(dir, String(last + 1))];
  writeFileSync(draft, JSON.stringify(me));
  try {
    linkSync(draft, mine);
  } catch {
    return { other };
  } finally {
    rmSync(draft, { force: true });
  }
  const [highest, ...older] = claims(dir);
  if (highest !== last + 1) {
    rmSync(mine, { force: true });
    return { other };
  }
  for (const number of older) rmSync(join(dir, String(number)), { force: true });
  return { release: () => writeFileSync(mine, JSON.stringify({ pid: 0 })) };
}

/**
 * Does `work` while no other process on this folder does. A holder that was killed doesn't count.
 * @param {string} dir where claims are kept @param {(pid: number) => void} onWait called once if somebody else works
 */
export async function exclusively(dir, onWait, work) {
  mkdirSync(dir, { recursive: true });
  const me = { pid: process.pid, start: startOf(process.pid) };
  for (let told = false; ;) {
    const { release, other } = claim(dir, me);
    if (release) {
      try {
        return await work();
      } finally {
        release();
      }
    }
    if (other && !told) onWait(other.pid);
    told ||= Boolean(other);
    await delay(POLL_MS);
  }
}
