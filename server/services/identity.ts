import { createHash, timingSafeEqual } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Problem } from '../domain/problem.ts';

/** Who asks. */
export interface Caller {
  readonly isAdmin: boolean;
  /** The buyer that a verified token names; null for everybody else. */
  readonly buyerId: string | null;
  /** A token was sent, good or not. */
  readonly hasToken: boolean;
}

/** Nobody in particular: may read everything and buy on LAB sales. */
export const ANONYMOUS: Caller = { isAdmin: false, buyerId: null, hasToken: false };

/** Tells callers by their `Authorization` header. */
export interface Identity {
  /** Never throws: a token that is not good names nobody. At once where no token has to be verified. */
  identify(authorization: string | undefined): Caller | Promise<Caller>;
}

/** How the buyers of LIVE sales sign in: tokens signed with a shared secret, or with keys published at a URL. */
export interface BuyerAuth {
  readonly jwtSecret?: string;
  readonly jwksUrl?: string;
}

/** `adminToken` is compared as a whole and in constant time. */
export function createIdentity(adminToken: string, auth: BuyerAuth = {}): Identity {
  const expected = digest(adminToken);
  const verify = buyerVerifier(auth);
  return {
    identify(authorization) {
      if (authorization === undefined) return ANONYMOUS;
      const token = /^Bearer +(?<token>\S+)$/i.exec(authorization)?.groups?.['token'];
      if (token === undefined) return ANONYMOUS;
      if (timingSafeEqual(digest(token), expected)) return { isAdmin: true, buyerId: null, hasToken: true };
      return verify(token).then((buyerId) => ({ isAdmin: false, buyerId, hasToken: true }));
    },
  };
}

/** Throws a Problem that says what to send. */
export function requireAdmin(caller: Caller): void {
  if (caller.isAdmin) return;
  if (!caller.hasToken) {
    throw new Problem(
      'UNAUTHENTICATED',
      'This needs the admin token: send "Authorization: Bearer <token>". The server prints it when it starts.',
    );
  }
  throw new Problem(
    'FORBIDDEN',
    'That token is not the admin token. The server prints the right one when it starts.',
  );
}

function buyerVerifier(auth: BuyerAuth): (token: string) => Promise<string | null> {
  if (auth.jwtSecret !== undefined) {
    const secret = new TextEncoder().encode(auth.jwtSecret);
    return (token) => subjectOf(jwtVerify(token, secret, { algorithms: ['HS256', 'HS384', 'HS512'] }));
  }
  if (auth.jwksUrl !== undefined) {
    const keys = createRemoteJWKSet(new URL(auth.jwksUrl));
    return (token) => subjectOf(jwtVerify(token, keys));
  }
  return () => Promise.resolve(null);
}

async function subjectOf(verified: Promise<{ payload: { sub?: string } }>): Promise<string | null> {
  try {
    return (await verified).payload.sub ?? null;
  } catch {
    return null;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
