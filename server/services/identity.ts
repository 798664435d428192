import { createHash, timingSafeEqual } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Problem } from '../domain/problem.ts';

/** So long a key that was taken back still counts: no longer than clocks differ anyway. */
const TOKEN_KNOWN_MS = 10_000;
const TOKENS_MAX = 10_000;

/** Who asks. */
export interface Caller {
  readonly isAdmin: boolean;
  /** The buyer that a verified token names; null for everybody else. */
  readonly buyerId: string | null;
  /** A token was sent, good or not. */
  readonly hasToken: boolean;
  /** Nobody can sign in as a buyer: this server was told of no key that would say who is one. */
  readonly noSignIn?: true;
}

/** Nobody in particular: may read all but who buys on LIVE sales, and buy on LAB sales. */
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
  /** Who has to have issued a token, and for whom (`iss` and `aud`); absent where anybody may have, and for anybody. */
  readonly issuer?: string;
  readonly audience?: string;
}

/** `adminToken` is compared as a whole and in constant time. */
export function createIdentity(adminToken: string, auth: BuyerAuth = {}, tokensMax = TOKENS_MAX): Identity {
  const expected = digest(adminToken);
  const verifier = buyerVerifier(auth);
  const signIn: Pick<Caller, 'noSignIn'> = verifier === null ? { noSignIn: true } : {};
  const anonymous: Caller = { ...ANONYMOUS, ...signIn };
  const verify =
    verifier === null
      ? (): Caller => ({ ...anonymous, hasToken: true })
      : rememberCallers(verifier, tokensMax);
  return {
    identify(authorization) {
      if (authorization === undefined) return anonymous;
      const token = /^Bearer +(?<token>\S+)$/i.exec(authorization)?.groups?.['token'];
      if (token === undefined) return anonymous;
      if (timingSafeEqual(digest(token), expected))
        return { isAdmin: true, buyerId: null, hasToken: true, ...signIn };
      return verify(token);
    },
  };
}

/** Throws a Problem that says why nobody was recognised, and what to send. */
export function requireBuyer(caller: Caller): string {
  if (caller.buyerId !== null) return caller.buyerId;
  throw new Problem('UNAUTHENTICATED', `This sale is LIVE: ${whyNobody(caller)}`);
}

function whyNobody({ isAdmin, hasToken, noSignIn }: Caller): string {
  if (noSignIn)
    return 'buyers sign in, and this server knows no buyers. Start it with AUTH_JWT_SECRET or AUTH_JWKS_URL.';
  if (isAdmin) return 'the admin is no buyer. Send the token of a buyer as "Authorization: Bearer <token>".';
  if (hasToken)
    return 'that token is no good. It has expired, has no "sub", is meant for somebody else, or is not signed with the key that this server knows.';
  return 'send your token as "Authorization: Bearer <token>".';
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

/** Whom a token names, and until when: seconds of Unix time, absent where it says nothing of that. */
interface Subject {
  readonly buyerId: string | null;
  readonly expiresAt?: number;
}

/** Verifying a token costs as much as all else of a purchase: whom one named a moment ago is not asked again. */
function rememberCallers(
  verify: (token: string) => Promise<Subject>,
  tokensMax: number,
): (token: string) => Caller | Promise<Caller> {
  const known = new Map<string, { readonly caller: Caller; readonly untilMs: number }>();
  return (token) => {
    const found = known.get(token);
    if (found !== undefined && Date.now() < found.untilMs) return found.caller;
    return verify(token).then(({ buyerId, expiresAt = Infinity }) => {
      const caller: Caller = { isAdmin: false, buyerId, hasToken: true };
      const untilMs = Math.min(Date.now() + TOKEN_KNOWN_MS, expiresAt * 1_000);
      if (known.size >= tokensMax) known.clear();
      if (buyerId !== null) known.set(token, { caller, untilMs });
      return caller;
    });
  };
}

/** Null where no buyer can sign in. */
function buyerVerifier(auth: BuyerAuth): ((token: string) => Promise<Subject>) | null {
  const { jwtSecret, jwksUrl, ...claims } = auth;
  if (jwtSecret !== undefined) {
    const secret = new TextEncoder().encode(jwtSecret);
    const options = { ...claims, algorithms: ['HS256', 'HS384', 'HS512'] };
    return (token) => subjectOf(jwtVerify(token, secret, options));
  }
  if (jwksUrl !== undefined) {
    const keys = createRemoteJWKSet(new URL(jwksUrl));
    return (token) => subjectOf(jwtVerify(token, keys, claims));
  }
  return null;
}

async function subjectOf(verified: Promise<{ payload: { sub?: string; exp?: number } }>): Promise<Subject> {
  try {
    const { sub, exp } = (await verified).payload;
    return { buyerId: sub ?? null, ...(exp === undefined ? {} : { expiresAt: exp }) };
  } catch {
    return { buyerId: null };
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
