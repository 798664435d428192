import { expect, test } from 'vitest';
import { isHostAllowed } from './security.ts';

test.each([
  ['localhost:4000', '127.0.0.1', undefined, true],
  ['[::1]:4000', '127.0.0.1', undefined, true],
  ['[::1]:4000', '::1', undefined, true],
  ['evil.example:4000', '127.0.0.1', undefined, false],
  [undefined, '127.0.0.1', undefined, false],
  // One that serves others does not know its names unless it is told.
  ['evil.example:4000', '0.0.0.0', undefined, true],
  ['evil.example:4000', '0.0.0.0', ['localhost', '127.0.0.1'], false],
  ['localhost:4000', '0.0.0.0', ['localhost', '127.0.0.1'], true],
  ['172.18.0.3:4000', '0.0.0.0', ['shop.example'], true],
  ['172.18.0.3:4000', '127.0.0.1', undefined, false],
  ['evil.example:4000', '127.0.0.2', undefined, false],
  ['evil.example:4000', '::ffff:127.0.0.1', undefined, false],
  ['evil.example:4000', 'Localhost', undefined, false],
  ['shop.example', 'Shop.Example', ['other.example'], true],
  ['Shop.Example', '0.0.0.0', ['shop.example'], true],
  ['not-shop.example', '0.0.0.0', ['shop.example'], false],
  // Attacks and health checks come from this machine.
  ['127.0.0.1:4000', '0.0.0.0', ['shop.example'], true],
  ['10.0.0.7:4000', '10.0.0.7', ['shop.example'], true],
  ['[fd00::7]:4000', '::', ['fd00::7'], true],
  // Behind a proxy on the same machine, which passes its own name on.
  ['shop.example', '127.0.0.1', ['shop.example'], true],
])('a request to %s of a server on %s that was told of %s: %s', (header, host, allowedHosts, isAllowed) => {
  expect(isHostAllowed(header, { host, allowedHosts })).toBe(isAllowed);
});
