import { readFileSync } from 'node:fs';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const sql = (file: string): string => readFileSync(new URL(`../sql/${file}.sql`, import.meta.url), 'utf8');

/** Products, sales, orders and their archive, events, attacks, and the function that decides purchases in groups. */
export class Foundation1764000000000 implements MigrationInterface {
  readonly name = 'Foundation1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql('schema'));
    await runner.query(sql('purchase-group'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION purchase_group, sale_state');
    await runner.query('DROP TABLE attacks, sale_events, orders_archive, orders, sales, products');
    await runner.query('DROP FUNCTION refuse_change');
  }
}
