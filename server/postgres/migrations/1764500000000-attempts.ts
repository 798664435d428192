import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the unsafe strategies read and wrote, for the witness of an oversell. Times are ms since 1970 by the clock of
 * Postgres. Nothing refers to these rows and they refer to nothing: they are words about the books, and may be missing.
 */
export class Attempts1764500000000 implements MigrationInterface {
  readonly name = 'Attempts1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE attempts (
      sale_id bigint NOT NULL,
      epoch int NOT NULL,
      order_id uuid PRIMARY KEY,
      read_at_ms float8 NOT NULL,
      read_value int NOT NULL,
      checked_at_ms float8 NOT NULL,
      write_at_ms float8 NOT NULL,
      write_value int NOT NULL,
      committed_at_ms float8 NOT NULL
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE attempts');
  }
}
