import type { AttackPlan } from './protocol.ts';

const REQUESTS_MAX = 100_000;
const CONCURRENCY_MAX = 2_000;
const RATE_MAX = 20_000;
const TIMEOUT_DEFAULT_MS = 10_000;

/** A plan with nothing left to check or to fill in. */
export interface CheckedPlan extends AttackPlan {
  readonly timeoutMs: number;
  /** Null if and only if the model is CLOSED. */
  readonly requestsPerSecond: number | null;
  /** Scheme, literal loopback address and port. */
  readonly origin: string;
  readonly path: string;
}

/**
 * The origin and path of a URL on this machine, the host as a literal address.
 * The generator is a load gun: throws on any other host, so that no plan can aim it at somebody else.
 */
export function loopbackTarget(url: string): { origin: string; path: string } {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  if (protocol !== 'http:') throw new Error(`the target must be http, not ${protocol}`);
  // A name can resolve to anywhere, tomorrow if not today; an address can't. URL has normalised forms like 127.1.
  const host = hostname === 'localhost' ? '127.0.0.1' : hostname;
  if (host !== '[::1]' && !/^127\.\d+\.\d+\.\d+$/.test(host)) {
    throw new Error(`attacks go to this machine only, not to ${hostname}`);
  }
  return { origin: `http://${host}:${port || '80'}`, path: pathname + search };
}

function checkRange(name: string, value: number, [min, max]: readonly [number, number]): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`${name} must be a whole number from ${min} to ${max}, not ${value}`);
  }
}

/** Throws with the reason if the plan is out of bounds. */
export function checkPlan(plan: AttackPlan): CheckedPlan {
  const timeoutMs = plan.timeoutMs ?? TIMEOUT_DEFAULT_MS;
  checkRange('requests', plan.requests, [1, REQUESTS_MAX]);
  checkRange('concurrency', plan.concurrency, [1, CONCURRENCY_MAX]);
  checkRange('timeoutMs', timeoutMs, [100, 60_000]);
  checkRange('seed', plan.seed, [-(2 ** 31), 2 ** 31 - 1]);
  return { ...plan, timeoutMs, requestsPerSecond: checkedRate(plan), ...loopbackTarget(plan.url) };
}

function checkedRate({ model, requestsPerSecond = null }: AttackPlan): number | null {
  switch (model) {
    case 'CLOSED':
      if (requestsPerSecond !== null) throw new Error('requestsPerSecond is for the OPEN model');
      return null;
    case 'OPEN':
      if (requestsPerSecond === null) throw new Error('the OPEN model needs requestsPerSecond');
      checkRange('requestsPerSecond', requestsPerSecond, [1, RATE_MAX]);
      return requestsPerSecond;
    default:
      throw new Error(`unknown load model ${String(model)}`);
  }
}
