import { readFileSync } from 'node:fs';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const sql = (file: string): string => readFileSync(new URL(`../sql/${file}.sql`, import.meta.url), 'utf8');

/** Sales from the pool that keep a limit per buyer beside every other strategy, and a pool that gives back no more than the stock. */
export class PoolAndLimit1764650000000 implements MigrationInterface {
  readonly name = 'PoolAndLimit1764650000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql('take-pooled'));
    await runner.query(sql('purchase-group'));
    await runner.query(sql('hold-units'));
  }

  /** The functions before it had the same signatures, and these do all that those did. */
  async down(): Promise<void> {}
}
