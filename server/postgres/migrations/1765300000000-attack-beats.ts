import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Postgres knows of an unfinished attack whether its replica lives, and whether somebody wants it to stop. */
export class AttackBeats1765300000000 implements MigrationInterface {
  readonly name = 'AttackBeats1765300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE attacks ADD COLUMN beats int NOT NULL DEFAULT 0, ADD COLUMN stop_asked boolean NOT NULL DEFAULT false',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE attacks DROP COLUMN beats, DROP COLUMN stop_asked');
  }
}
