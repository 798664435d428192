import type { MigrationInterface, QueryRunner } from 'typeorm';

const SETTINGS = {
  autovacuum_vacuum_insert_scale_factor: 0,
  autovacuum_vacuum_insert_threshold: 50_000,
  autovacuum_vacuum_scale_factor: 0.05,
  autovacuum_analyze_scale_factor: 0.05,
};
const names = Object.keys(SETTINGS).join(', ');
const values = Object.entries(SETTINGS)
  .map(([name, value]) => `${name} = ${value}`)
  .join(', ');

/**
 * Keeps the visibility map of orders up to date, without which counting a sale's orders by its index reads the table as
 * well. By default a table of ten million rows is left alone until two million more have come.
 */
export class Growth1765200000000 implements MigrationInterface {
  readonly name = 'Growth1765200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE orders SET (${values})`);
    await runner.query(`ALTER TABLE orders_archive SET (${values})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE orders RESET (${names})`);
    await runner.query(`ALTER TABLE orders_archive RESET (${names})`);
  }
}
