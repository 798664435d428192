import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive, startMark } from './processes.ts';

/** Who holds a lock. A holder that is no longer running, or let go, holds nothing. */
export interface LockHolder {
  readonly pid: number;
  /** Where it serves, once it does. */
  readonly url: string | null;
}

/** A lock that this process holds. */
export interface Lock extends Disposable {
  /** Tells others where we serve. */
  announce(url: string): void;
}

const claimSchema = z.object({
  pid: z.number(),
  url: z.string().nullable(),
  /** Tells the holder from a later process with the same id. */
  start: z.string().nullable(),
  released: z.boolean(),
});
type Claim = z.infer<typeof claimSchema>;

/** Numbers of the claims in `dir`, highest first. */
function claimNumbers(dir: string): number[] {
  const numbers = readdirSync(dir).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  return numbers.sort((a, b) => b - a);
}

function holderOf(path: string): LockHolder | null {
  let claim: Claim;
  try {
    claim = claimSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Nobody writes half a claim; a machine that lost power may have left an empty one.
    return null;
  }
  if (claim.released || !isAlive(claim.pid)) return null;
  return claim.start === startMark(claim.pid) ? claim : null;
}

function writeClaim(path: string, claim: Claim): void {
  const draft = `${path}.draft-${process.pid}`;
  writeFileSync(draft, JSON.stringify(claim), { mode: 0o600 });
  renameSync(draft, path);
}

/** Makes the claim appear whole and only if it isn't there. Returns false when another process made it. */
function addClaim(path: string, claim: Claim): boolean {
  const draft = `${path}.draft-${process.pid}`;
  writeFileSync(draft, JSON.stringify(claim), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function held(path: string, claim: Claim): Lock {
  let current = claim;
  const update = (change: Partial<Claim>): void => writeClaim(path, (current = { ...current, ...change }));
  return {
    announce: (url) => update({ url }),
    [Symbol.dispose]: () => update({ released: true }),
  };
}

/**
 * Takes the lock kept in the folder `dir`, or tells who holds it. A kill frees it.
 *
 * A claim is a numbered file and the highest one counts. It is never removed, only followed by the next number: whoever
 * looked at a dead holder and was slow finds the next number taken, and can't undo the claim of a faster process.
 */
export function acquireLock(dir: string): Lock | LockHolder {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const claim = { pid: process.pid, url: null, start: startMark(process.pid), released: false };
  for (;;) {
    const [last = 0] = claimNumbers(dir);
    const holder = last === 0 ? null : holderOf(join(dir, String(last)));
    if (holder !== null) return holder;
    const path = join(dir, String(last + 1));
    if (!addClaim(path, claim)) continue;
    const [highest, ...older] = claimNumbers(dir);
    if (highest === last + 1) {
      for (const number of older) rmSync(join(dir, String(number)), { force: true });
      return held(path, claim);
    }
    rmSync(path, { force: true });
  }
}
