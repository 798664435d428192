import { expect, test } from 'vitest';
import { isClusterUrl, parseClusterUrl, urlOfNode } from './redis-url.ts';

test('the nodes of a cluster are read with what they want to hear', () => {
  expect(parseClusterUrl('redis+cluster://:p%40ss@one:7000,10.0.0.2:7001')).toEqual({
    nodes: [
      { host: 'one', port: 7000 },
      { host: '10.0.0.2', port: 7001 },
    ],
    isTls: false,
    username: undefined,
    password: 'p@ss',
  });
  expect(parseClusterUrl('rediss+cluster://shop:secret@[::1]:7000,cache/')).toEqual({
    nodes: [
      { host: '::1', port: 7000 },
      { host: 'cache', port: 6379 },
    ],
    isTls: true,
    username: 'shop',
    password: 'secret',
  });
});

test('what is wrong is said without repeating it', () => {
  const wrong: Readonly<Record<string, string>> = {
    'redis+cluster:secret': 'must look like',
    'redis+cluster://:secret@one:7000/1': 'one database',
    'redis+cluster://:secret@one:7000?tls=1': 'one database',
    'redis+cluster://:secret@one:7000,': 'number 2',
    'redis+cluster://:secret@': 'number 1',
    'redis+cluster://:secret@one:70000': 'number 1',
    'redis+cluster://:secret@one:port,two': 'number 1',
    'redis+cluster://:%zzsecret@one': 'can not be read',
  };
  for (const [url, words] of Object.entries(wrong)) {
    expect(parseClusterUrl(url)).toContain(words);
    expect(parseClusterUrl(url)).not.toContain('secret');
  }
});

test('a single server is no cluster', () => {
  expect(
    ['redis://one', 'rediss://one', 'redis+cluster://one', 'rediss+cluster://'].map(isClusterUrl),
  ).toEqual([false, false, true, true]);
});

test('a node is spoken to as its cluster is', () => {
  expect(urlOfNode('redis+cluster://one', '10.0.0.2:7001')).toBe('redis://10.0.0.2:7001');
  expect(urlOfNode('rediss+cluster://shop:p%40%2Fss@one', '::1:7001')).toBe(
    'rediss://shop:p%40%2Fss@[::1]:7001',
  );
  expect(() => urlOfNode('redis+cluster://one', undefined)).toThrow('no node');
});
