import { expect, inject, test } from 'vitest';
import { createLog } from '../log.ts';
import { freshStores } from '../tests/_util/stores.ts';
import { externalPostgres, externalRedis } from './external.ts';

const log = createLog({ level: 'silent' });

test('stores of the user are found, described by their measured versions, and not stopped', async () => {
  await using fresh = await freshStores();
  for (let round = 0; round < 2; round++) {
    await using postgres = await externalPostgres(fresh.databaseUrl, log);
    await using redis = await externalRedis(fresh.redisUrl, log);
    expect(postgres).toMatchObject({
      kind: 'external',
      description: expect.stringMatching(/^PostgreSQL \d+\.\d+ \(DATABASE_URL\)$/),
    });
    expect(redis).toMatchObject({
      kind: 'external',
      description: expect.stringMatching(/^\w+ \d+\.\d+\.\d+ \(REDIS_URL\)$/),
    });
  }
});

test('a wrong password is refused at once, naming the variable and not the password', async () => {
  const url = new URL(inject('databaseUrl'));
  url.password = 'hunter2';
  await expect(externalPostgres(url.href, log)).rejects.toThrow(
    /^DATABASE_URL \(127\.0\.0\.1:\d+\) can't be used: password/,
  );
});

test('a database that does not exist is refused at once, naming it', async () => {
  const url = new URL(inject('databaseUrl'));
  url.pathname = '/no_such_shop';
  await expect(externalPostgres(url.href, log)).rejects.toThrow(/no_such_shop/);
});

test('a host that nobody knows is refused at once', async () => {
  await expect(externalPostgres('postgres://db.invalid/shop', log)).rejects.toThrow(
    /^DATABASE_URL \(db\.invalid\) can't be used: getaddrinfo (ENOTFOUND|EAI_AGAIN)/,
  );
  await expect(externalRedis('redis://cache.invalid', log)).rejects.toThrow(
    /^REDIS_URL \(cache\.invalid\) can't be used: getaddrinfo (ENOTFOUND|EAI_AGAIN)/,
  );
});
