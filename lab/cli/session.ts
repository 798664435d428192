import { createClient, FlashSaleError, type FlashSaleClient } from '../../sdk/index.ts';
import { type AdminToken, findAdminToken } from './admin-token.ts';
import { Failure } from './failure.ts';
import { type OwnServer, startOwnServer } from './own-server.ts';
import { serverAddress, unreachable } from './server-address.ts';
import type { Terminal } from './terminal.ts';

const PROBE_TIMEOUT_MS = 5_000;
/** A server that restarts is found again by then; one that stays away would be waited for for ever. */
const LOST_MAX_MS = 15_000;

/** What every command but `serve` takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly url?: string;
  readonly token?: string;
}

/** A server to talk to, for the time of one command. */
export interface Session extends AsyncDisposable {
  readonly client: FlashSaleClient;
  readonly url: string;
  /** Null for a command that needs none. */
  readonly admin: AdminToken | null;
  /** Aborted when the command is stopped or the server is gone for good; the reason is a Failure. */
  readonly signal: AbortSignal;
}

/** Finds the server that is meant, or starts one where none was named and none runs. Throws a Failure. */
export async function openSession(
  options: CommonOptions,
  terminal: Terminal,
  needs: { readonly admin: boolean },
): Promise<Session> {
  const address = serverAddress(options.url, terminal);
  const reason = await reasonForSilence(address.url, terminal.stopped);
  if (reason !== null && address.isGiven) throw unreachable(address.url, reason);
  const own = reason === null ? null : await startOne(address.url, terminal);
  try {
    const url = own?.url ?? address.url;
    const given = own === null ? options.token : undefined;
    const admin = needs.admin ? await findAdminToken({ url, given }, terminal) : null;
    return sessionWith({ url, admin, own, stopped: terminal.stopped });
  } catch (error) {
    await own?.[Symbol.asyncDispose]();
    throw error;
  }
}

async function startOne(url: string, terminal: Terminal): Promise<OwnServer> {
  terminal.stderr.write(`No server answers at ${url}: starting one for the time of this command ...\n`);
  const own = await startOwnServer(terminal);
  terminal.stderr.write(`Started ${own.url}. It is stopped at the end.\n`);
  return own;
}

/** Null when a server answers, else why none does. Throws a Failure when something else answers. */
async function reasonForSilence(url: string, signal: AbortSignal): Promise<string | null> {
  await using client = createClient({ url: `${url}/graphql`, timeoutMs: PROBE_TIMEOUT_MS });
  try {
    await client.health({ signal });
    return null;
  } catch (error) {
    if (!(error instanceof FlashSaleError)) throw error;
    if (error.kind === 'network') return error.message.replace('No answer: ', '');
    throw new Failure(`What answers at ${url} is not a flash-sale server: ${error.message}`, {
      code: 'NO_SERVER',
    });
  }
}

function sessionWith({
  url,
  admin,
  own,
  stopped,
}: {
  url: string;
  admin: AdminToken | null;
  own: OwnServer | null;
  stopped: AbortSignal;
}): Session {
  const lost = new AbortController();
  let patience: NodeJS.Timeout | undefined;
  const giveUp = (): void =>
    lost.abort(new Failure(`The server at ${url} went away and did not come back.`, { code: 'NO_SERVER' }));
  const client = createClient({
    url: `${url}/graphql`,
    ...(admin === null ? {} : { token: admin.token }),
    onConnection(state) {
      clearTimeout(patience);
      if (state === 'lost') patience = setTimeout(giveUp, LOST_MAX_MS);
    },
  });
  return {
    client,
    url,
    admin,
    signal: AbortSignal.any([stopped, lost.signal, ...(own === null ? [] : [own.gone])]),
    async [Symbol.asyncDispose]() {
      clearTimeout(patience);
      await client.close();
      await own?.[Symbol.asyncDispose]();
    },
  };
}
