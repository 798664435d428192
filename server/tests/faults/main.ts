import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';
import { openCluster } from './cluster.ts';
import { postgresFaults } from './postgres-faults.ts';
import { createRandom } from './random.ts';
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
  const all = [...replicaFaults, ...postgresFaults, ...redisFaults];
  const faults = all.filter(({ name }) => name.includes(only));
  if (faults.length === 0)
    throw new Error(
      `no fault is named like "${only}"; there are:\n${all.map(({ name }) => name).join('\n')}`,
    );
  const totals = createTotals();
  await using cluster = await openCluster();
  const deck: typeof faults = [];
  for (let round = 1; round <= rounds; round += 1) {
    if (deck.length === 0) deck.push(...faults);
    const [fault = faults[0]] = deck.splice(random.between(0, deck.length - 1), 1);
    if (fault === undefined) break;
    const from = performance.now();
    const end = await playRound({ cluster, fault, random, name: `r${seed}-${round}`, isBrief: false });
    totals.add(end);
    const seconds = ((performance.now() - from) / 1_000).toFixed(0);
    const recovery =
      end.recoveryMs === null ? 'sold out meanwhile' : `recovery ${Math.round(end.recoveryMs)} ms`;
    say(`${round}/${rounds} ${fault.name}: ${end.evidence.wishes.length} wishes, ${recovery} (${seconds} s)`);
    for (const { wrong, words } of end.violations.slice(0, 20)) say(`  ${wrong}: ${words.slice(0, 400)}`);
    if (end.violations.length > 0) say(`  seed ${seed}, history ${await keep(end, `${seed}-${round}`)}`);
  }
  say(totals.line());
  return totals.isClean();
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
