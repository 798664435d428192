import type { Attack, LatencySummary } from '../../sdk/index.ts';
import { earlyEnd, othersBought } from '../report/words/run.ts';
import type { Paint } from './paint.ts';
import type { KnownStrategy } from './strategies.ts';
import { properties } from './table.ts';
import { witnessLines } from './witnesses.ts';
import { count, ms, seconds } from './words.ts';

/** The result of one attack for a person. */
export function attackLines(attack: Attack, { title, safe }: KnownStrategy, paint: Paint): string[] {
  const { audit } = attack;
  if (audit === null) return [];
  const others = othersBought(attack);
  const early = earlyEnd(attack);
  const figures = properties([
    ['strategy', `${attack.strategy} (${title}${safe ? '' : ', unsafe'})`],
    ['buyers', buyerWords(attack)],
    ['sold', `${count(audit.sold)} of ${count(audit.stock)}`],
    [
      'requests',
      `${count(attack.sent)} in ${seconds(attack.durationMs)}: ${count(attack.requestsPerSecond)}/s`,
    ],
    ['durable orders', rateWords(attack)],
    ['answers', answerWords(attack)],
    ['latency', `${latencyWords(attack.latency)} (from when a request was sent)`],
    ['corrected', `${latencyWords(attack.latencyCorrected)} (from when it was due)`],
    ['repeat with', `--seed ${attack.seed}`],
  ]);
  return [
    `${paint(audit.verdict, audit.verdict)}  ${audit.explanation}`,
    ...(others === null ? [] : ['', `  ${others}`]),
    '',
    ...figures.map((line) => `  ${line}`),
    ...(attack.saturated ? ['', SATURATED] : []),
    ...(early === null ? [] : ['', `  ${early}`]),
    ...witnessLines(audit),
  ];
}

/** How buyers came, for every result that shows latencies: they mean nothing without it. */
export function buyerWords(load: {
  readonly concurrency: number;
  readonly targetRequestsPerSecond: number | null;
}): string {
  const { concurrency, targetRequestsPerSecond: rate } = load;
  if (rate === null) return `${count(concurrency)} at once, each waits for its answer`;
  return `${count(rate)} arrive in a second, ${count(concurrency)} at once at most`;
}

const SATURATED =
  '  The generator was the limit, not the server: these figures are void. Try a lower --concurrency.';

function rateWords(attack: Attack): string {
  if (attack.confirmed - attack.replayed + attack.unknown === 0) return 'none by this attack';
  return `${count(attack.ordersPerSecond)}/s while there was something to sell`;
}

function answerWords({ confirmed, replayed, soldOut, rejected, failed, unknown }: Attack): string {
  const before = replayed === 0 ? '' : `${count(replayed)} had bought before, `;
  return `${count(confirmed - replayed)} bought, ${before}${count(soldOut)} sold out, ${count(rejected)} rejected, ${count(failed)} failed, ${count(unknown)} unknown`;
}

function latencyWords({ p50Ms, p95Ms, p99Ms }: LatencySummary): string {
  return `p50 ${ms(p50Ms)}, p95 ${ms(p95Ms)}, p99 ${ms(p99Ms)}`;
}
