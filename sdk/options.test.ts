import { expect, test } from 'vitest';
import { createClient, type ClientOptions } from './index.ts';

const ENDPOINT = 'http://127.0.0.1:4000/graphql';

test.each([
  {},
  { url: 'nonsense' },
  { url: '' },
  { url: '/graphql' },
  { url: 'ftp://a/graphql' },
  { url: 5 },
  undefined,
])('createClient(%o) says at once what it needs', (options) => {
  expect(() => createClient(options as ClientOptions)).toThrow(TypeError);
  expect(() => createClient(options as ClientOptions)).toThrow(/needs the url of a GraphQL endpoint/);
});

test.each(['secret\n', 'a\r\nsecret: b', 'secret-größer', 'secret\u0000'])(
  'a token that no header can carry is refused without being repeated: %o',
  async (token) => {
    expect(() => createClient({ url: ENDPOINT, token })).toThrow(/^The token has a line break/);
    await using client = createClient({ url: ENDPOINT, token: () => token });
    await expect(client.health()).rejects.toThrow(/^The token has a line break/);
  },
);
