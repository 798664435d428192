import { readFileSync } from 'node:fs';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Buyers who find the pool of SKIP_LOCKED empty at the same time fill it once and not each. */
export class PoolFilledOnce1765700000000 implements MigrationInterface {
  readonly name = 'PoolFilledOnce1765700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readFileSync(new URL('../sql/fill-pool.sql', import.meta.url), 'utf8'));
  }

  /** The function before it had the same signature, and sold as much. */
  async down(): Promise<void> {}
}
