import { readFileSync } from 'node:fs';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Groups of different sales can't wait for each other's keys, and holds that are due not for long on a locked sale. */
export class NobodyWaits1765400000000 implements MigrationInterface {
  readonly name = 'NobodyWaits1765400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readFileSync(new URL('../sql/purchase-group.sql', import.meta.url), 'utf8'));
    await runner.query("ALTER FUNCTION expire_holds(bigint, int) SET lock_timeout = '500ms'");
  }

  /** The function before it had the same signature and said the same. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER FUNCTION expire_holds(bigint, int) RESET lock_timeout');
  }
}
