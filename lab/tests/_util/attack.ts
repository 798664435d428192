import { openConnections } from '../../generator/connections.ts';
import { checkPlan } from '../../generator/plan.ts';
import type { AttackPlan } from '../../generator/protocol.ts';
import { type Run, type RunLimits, startRun } from '../../generator/run.ts';
import { planFor } from './plan.ts';
import { type StubAnswer, startStub, type StubServer } from './stub-server.ts';

const opened: AsyncDisposable[] = [];

/** Runs an attack in this process on a stub that answers as it is told. `closeAttacks` closes both. */
export async function attackStub(
  answer: StubAnswer | { readonly purchase: StubAnswer; readonly order: StubAnswer },
  changes: Partial<AttackPlan> = {},
  limits?: RunLimits,
): Promise<Run & { stub: StubServer }> {
  const stub = typeof answer === 'function' ? startStub(answer) : startStub(answer.purchase, answer.order);
  return runOn(await stub, changes, limits);
}

async function runOn(
  stub: StubServer,
  changes: Partial<AttackPlan>,
  limits: RunLimits | undefined,
): Promise<Run & { stub: StubServer }> {
  opened.push(stub);
  const plan = checkPlan(planFor(stub.url, changes));
  const connections = await openConnections(plan, new AbortController().signal);
  opened.push(connections);
  return { ...startRun(plan, connections, limits), stub };
}

/** Goes into `afterEach`. */
export async function closeAttacks(): Promise<void> {
  for (const each of opened.splice(0).toReversed()) await each[Symbol.asyncDispose]();
}
