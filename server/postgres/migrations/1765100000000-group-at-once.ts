import { readFileSync } from 'node:fs';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const sql = (file: string): string => readFileSync(new URL(`../sql/${file}.sql`, import.meta.url), 'utf8');

/** Groups in which everybody gets what they want are decided, written and answered at once; a buyer's units are counted quickly. */
export class GroupAtOnce1765100000000 implements MigrationInterface {
  readonly name = 'GroupAtOnce1765100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql('purchase-group'));
    await runner.query(sql('units-of-buyer'));
  }

  /** The functions before these had the same signatures and said the same. */
  async down(): Promise<void> {}
}
