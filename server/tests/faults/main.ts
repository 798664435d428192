import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';
import { openCluster } from './cluster.ts';
import type { Fault } from './fault.ts';
import { postgresFaults } from './postgres-faults.ts';
import { createRandom, type Random } from '../../simulation/random.ts';
import { redisFaults } from './redis-faults.ts';
import { replicaFaults } from './replica-faults.ts';
import { playRound, type RoundEnd } from './round.ts';
import { createTotals } from './totals.ts';

/** What `npm run test:faults` is asked for. */
export interface RunOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Only faults whose name holds this. */
  readonly only: string;
  readonly say: (line: string) => void;
}

/** Plays rounds with faults drawn by the seed, each fault in turn before any comes again. True when no promise was broken. */
export async function runFaults({ rounds, seed, only, say }: RunOptions): Promise<boolean> {
  const random = createRandom(seed);
  const draw = faultsLike(only, random);
  const totals = createTotals();
  let cluster = await openCluster();
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const fault = draw();
      const from = performance.now();
      try {
        const end = await playRound({ cluster, fault, random, name: `r${seed}-${round}`, isBrief: false });
        totals.add(end);
        const seconds = ((performance.now() - from) / 1_000).toFixed(0);
        say(`${round}/${rounds} ${wordsOf(end)} (${seconds} s)`);
        await sayViolations(end, `${seed}-${round}`, say);
      } catch (error) {
        say(
          `${round}/${rounds} ${fault.name}: could not be played to its end, seed ${seed}: ${String(error)}`,
        );
        totals.broken();
        await cluster[Symbol.asyncDispose]();
        cluster = await openCluster();
      }
    }
  } finally {
    await cluster[Symbol.asyncDispose]();
  }
  say(totals.line());
  return totals.isClean();
}

async function sayViolations(end: RoundEnd, round: string, say: (line: string) => void): Promise<void> {
  if (end.violations.length === 0) return;
  for (const { wrong, words } of end.violations.slice(0, 20)) say(`  ${wrong}: ${words.slice(0, 400)}`);
  say(`  seed and round ${round}, history ${await keep(end, round)}`);
}

/** Draws from a deck of faults, which is shuffled again when it is empty. */
function faultsLike(only: string, random: Random): () => Fault {
  const all = [...replicaFaults, ...postgresFaults, ...redisFaults];
  const faults = all.filter(({ name }) => name.includes(only));
  if (faults.length === 0)
    throw new Error(
      `no fault is named like "${only}"; there are:\n${all.map(({ name }) => name).join('\n')}`,
    );
  const deck: Fault[] = [];
  return () => {
    if (deck.length === 0) deck.push(...faults);
    const fault = random.pick(deck);
    deck.splice(deck.indexOf(fault), 1);
    return fault;
  };
}

function wordsOf({ fault, recoveryMs, evidence }: RoundEnd): string {
  const recovery = recoveryMs === null ? 'sold out meanwhile' : `recovery ${Math.round(recoveryMs)} ms`;
  return `${fault}: ${evidence.wishes.length} wishes, ${recovery}`;
}

/** Writes down what is known of a failed round; answers where. */
async function keep({ fault, violations, evidence }: RoundEnd, name: string): Promise<string> {
  const dir = join(packageRoot, '.cache', 'faults');
  const path = join(dir, `${name}.json`);
  await mkdir(dir, { recursive: true });
  const { outages, ...rest } = evidence;
  await writeFile(
    path,
    JSON.stringify({ fault, violations, ...rest, outages: Object.fromEntries(outages) }, null, 1),
  );
  return path;
}
