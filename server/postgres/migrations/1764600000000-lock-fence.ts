import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The last fencing number of REDIS_LOCK under which a sale's row was written. */
export class LockFence1764600000000 implements MigrationInterface {
  readonly name = 'LockFence1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sales ADD COLUMN lock_fence bigint NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sales DROP COLUMN lock_fence');
  }
}
