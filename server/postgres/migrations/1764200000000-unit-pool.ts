import { readFileSync } from 'node:fs';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const sql = (file: string): string => readFileSync(new URL(`../sql/${file}.sql`, import.meta.url), 'utf8');

const asBefore = (file: string): string => sql(file).replaceAll('pool_moved', 'pooled');

/** One row per unit for SKIP_LOCKED, a version of each sale's row for OPTIMISTIC, and where the time of a run went. */
export class UnitPool1764200000000 implements MigrationInterface {
  readonly name = 'UnitPool1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql('next-version'));
    await runner.query(sql('unit-pool'));
    await runner.query(sql('fill-pool'));
    await runner.query(sql('take-pooled'));
    await runner.query(
      "ALTER TABLE attacks ADD COLUMN spans jsonb NOT NULL DEFAULT '[]', ADD COLUMN lock_waits jsonb",
    );
    // A database of an earlier migration has these as they were then; the files are always the current ones.
    await runner.query(sql('purchase-group'));
    await runner.query(sql('hold-units'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE attacks DROP COLUMN spans, DROP COLUMN lock_waits');
    await runner.query('SELECT reclaim_pool(id) FROM sales');
    await runner.query('DROP FUNCTION take_pooled, fill_pool, reclaim_pool, pooled_units');
    await runner.query('DROP TRIGGER sales_version ON sales');
    await runner.query('DROP FUNCTION next_version');
    await runner.query('ALTER TABLE sales DROP COLUMN version');
    await runner.query('ALTER TABLE sales RENAME COLUMN pool_moved TO pooled');
    await runner.query('DROP TABLE unit_pool');
    await runner.query('ALTER FUNCTION units_of_buyer(bigint, text) STABLE');
    // With the column as it was called before, which is 0 without a pool, they do what they did then.
    await runner.query(asBefore('purchase-group'));
    await runner.query(asBefore('hold-units'));
  }
}
