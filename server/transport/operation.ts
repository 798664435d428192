import type { Context, Services } from '../graphql/context.ts';
import type { Log } from '../log.ts';
import type { Identity } from '../services/identity.ts';
import type { DirectExecution } from './direct-execution.ts';
import { HttpRefusal } from './read-body.ts';

/** What every operation over HTTP is executed with, whichever way it came in. */
export interface OperationOptions {
  /** Tried first; null leaves every operation to Apollo Server. */
  readonly direct: DirectExecution | null;
  readonly services: Services;
  readonly identity: Identity;
  readonly log: Log;
}

/** The context of one operation; at once where no token has to be verified. */
export function contextOf(
  { services, identity, log }: OperationOptions,
  requestId: string,
  authorization: string | undefined,
): Context | Promise<Context> {
  const caller = identity.identify(authorization);
  if (!(caller instanceof Promise)) return { services, requestId, log, caller };
  return caller.then((known) => ({ services, requestId, log, caller: known }));
}

/** An answer to a request that GraphQL never saw, or that failed around it. */
export interface Refusal {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** What is said to it: a refusal's own words, and of a surprise no more than its id, under which the log has the rest. */
export function refusalOf(error: unknown, { requestId, log }: { requestId: string; log: Log }): Refusal {
  const refusal = error instanceof HttpRefusal ? error : new HttpRefusal(500, 'Internal error');
  if (refusal.status === 500) log.error({ err: error, requestId }, 'a request failed');
  else log.debug({ why: refusal.message, requestId }, 'a request was refused');
  const code = refusal.status === 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
  return {
    status: refusal.status,
    contentType: 'application/json; charset=utf-8',
    text: JSON.stringify({ errors: [{ message: refusal.message, extensions: { code, requestId } }] }),
  };
}
