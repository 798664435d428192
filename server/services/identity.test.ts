import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ANONYMOUS, createIdentity } from './identity.ts';

const ADMIN = 'an-admin-token-of-a-test';
const SECRET = 'a secret of thirty-two characters or more';
const identity = createIdentity(ADMIN, { jwtSecret: SECRET });

function tokenOf(
  buyerId: string,
  {
    secret = SECRET,
    lifetime = '1h',
    claims = {},
  }: { secret?: string; lifetime?: string; claims?: JWTPayload } = {},
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(buyerId)
    .setExpirationTime(lifetime)
    .sign(new TextEncoder().encode(secret));
}

afterEach(() => void vi.useRealTimers());

describe('who asks', () => {
  test.each([undefined, '', 'Basic abc', 'Bearer'])('nobody in particular, by %s', async (authorization) => {
    expect(await identity.identify(authorization)).toEqual(ANONYMOUS);
  });

  test('the admin, by the whole token and no part of it', async () => {
    expect(await identity.identify(`Bearer ${ADMIN}`)).toMatchObject({ isAdmin: true, buyerId: null });
    expect(await identity.identify(`bearer ${ADMIN.slice(1)}`)).toMatchObject({ isAdmin: false });
  });

  test('a buyer, by a signed token, and at once when it comes again', async () => {
    const header = `Bearer ${await tokenOf('ada')}`;
    const ada = { isAdmin: false, buyerId: 'ada', hasToken: true };
    expect(await identity.identify(header)).toEqual(ada);
    expect(identity.identify(header)).toEqual(ada);
  });

  test('nobody, by a token that somebody else has signed, that is over or that is none', async () => {
    const strange = await tokenOf('ada', { secret: `${SECRET}, another` });
    for (const token of [strange, await tokenOf('ada', { lifetime: '-1s' }), 'abc.def.ghi']) {
      const nobody = { isAdmin: false, buyerId: null, hasToken: true };
      expect(await identity.identify(`Bearer ${token}`)).toEqual(nobody);
      expect(await identity.identify(`Bearer ${token}`)).toEqual(nobody);
    }
  });

  test('a buyer, by a token of the issuer and for the audience that are asked for, and by no other', async () => {
    const strict = createIdentity(ADMIN, {
      jwtSecret: SECRET,
      issuer: 'https://issuer.example/',
      audience: 'shop',
    });
    const claims = { iss: 'https://issuer.example/', aud: ['shop', 'blog'] };
    const buyerOf = async (payload: JWTPayload) =>
      (await strict.identify(`Bearer ${await tokenOf('ada', { claims: payload })}`)).buyerId;
    expect(await buyerOf(claims)).toBe('ada');
    const { iss, aud } = claims;
    for (const other of [{ aud }, { iss }, { aud, iss: 'https://issuer.example' }, { iss, aud: 'blog' }])
      expect(await buyerOf(other)).toBeNull();
  });

  test('a token that is known is over when it says so', async () => {
    const header = `Bearer ${await tokenOf('ada', { lifetime: '5s' })}`;
    expect(await identity.identify(header)).toMatchObject({ buyerId: 'ada' });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6_000 });
    expect(await identity.identify(header)).toMatchObject({ buyerId: null });
  });
});

test('no more tokens are known than may be: the others are verified again', async () => {
  const few = createIdentity(ADMIN, { jwtSecret: SECRET }, 2);
  const [ada = '', ...others] = await Promise.all(
    ['ada', 'bob', 'cem'].map(async (buyer) => `Bearer ${await tokenOf(buyer)}`),
  );
  await few.identify(ada);
  expect(few.identify(ada)).toMatchObject({ buyerId: 'ada' });
  for (const other of others) await few.identify(other);
  expect(few.identify(ada)).toBeInstanceOf(Promise);
});

test('a key that is no longer published counts for ten seconds at most', async () => {
  const pair = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256' }];
  const server = createServer((_request, response) => response.end(JSON.stringify({ keys })));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const byKeys = createIdentity(ADMIN, { jwksUrl: `http://127.0.0.1:${port}/keys` });
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setSubject('ada')
    .sign(pair.privateKey);
  expect(await byKeys.identify(`Bearer ${token}`)).toMatchObject({ buyerId: 'ada' });
  const forShop = createIdentity(ADMIN, { jwksUrl: `http://127.0.0.1:${port}/keys`, audience: 'shop' });
  expect(await forShop.identify(`Bearer ${token}`)).toMatchObject({ buyerId: null });
  keys.length = 0;
  const later = createIdentity(ADMIN, { jwksUrl: `http://127.0.0.1:${port}/keys` });
  expect(await later.identify(`Bearer ${token}`)).toMatchObject({ buyerId: null });
  expect(byKeys.identify(`Bearer ${token}`)).toMatchObject({ buyerId: 'ada' });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 });
  expect(byKeys.identify(`Bearer ${token}`)).toBeInstanceOf(Promise);
  server.close();
  server.closeAllConnections();
});
