import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isSendableToken } from '../../sdk/index.ts';
import { Failure, usageFailure } from './failure.ts';
import { isLocal } from './server-address.ts';
import { type Surroundings, variable } from './terminal.ts';

/** The admin token and where it came from, in words. */
export interface AdminToken {
  readonly token: string;
  readonly source: string;
}

/**
 * The token of --token, else of ADMIN_TOKEN, else the one that a server on this machine keeps in its data directory.
 * Throws a Failure that says where it was looked for.
 */
export async function findAdminToken(
  server: { readonly url: string; readonly given: string | undefined },
  terminal: Surroundings,
): Promise<AdminToken> {
  if (server.given !== undefined) return sendable({ token: server.given, source: '--token' });
  const set = variable(terminal, 'ADMIN_TOKEN');
  if (set !== undefined) return sendable({ token: set, source: 'ADMIN_TOKEN' });
  const path = join(resolve(terminal.cwd, variable(terminal, 'DATA_DIR') ?? '.data'), 'admin-token');
  const kept = isLocal(server.url) ? await readFile(path, 'utf8').catch(() => '') : '';
  if (kept.trim() !== '') return sendable({ token: kept.trim(), source: path });
  const looked = isLocal(server.url) ? ` It is not in ${path} either.` : '';
  throw new Failure(
    `This needs the admin token of ${server.url}: give it by --token or ADMIN_TOKEN.${looked}\nThe server prints it when it starts.`,
    { code: 'NO_TOKEN' },
  );
}

/** Never repeats the token. */
function sendable(admin: AdminToken): AdminToken {
  if (isSendableToken(admin.token)) return admin;
  throw usageFailure(
    `${admin.source} holds no token: it has a line break, or a character that is not ASCII.`,
  );
}
