import { readFileSync } from 'node:fs';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const sql = (file: string): string => readFileSync(new URL(`../sql/${file}.sql`, import.meta.url), 'utf8');

/** Holds and changes of a sale without end, due holds found by their index, and a hold that is over told as that. */
export class EndlessHolds1765600000000 implements MigrationInterface {
  readonly name = 'EndlessHolds1765600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql('hold-ends'));
    await runner.query(sql('hold-units'));
    await runner.query(sql('next-version'));
  }

  /** The functions before these had the same signatures, and these do all that those did. */
  async down(): Promise<void> {}
}
