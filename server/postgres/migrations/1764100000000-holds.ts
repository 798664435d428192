import { readFileSync } from 'node:fs';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const sql = (file: string): string => readFileSync(new URL(`../sql/${file}.sql`, import.meta.url), 'utf8');

/** Holds and their functions, resets that happen once, and purchases whose limit per buyer counts held units. */
export class Holds1764100000000 implements MigrationInterface {
  readonly name = 'Holds1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sql('holds'));
    await runner.query(sql('hold-ends'));
    await runner.query(sql('hold-units'));
    // A database of the first migration has the function as it was then; the file is always the current one.
    await runner.query(sql('purchase-group'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE sales SET remaining = remaining + held, held = 0 WHERE held > 0');
    await runner.query(
      'DROP FUNCTION expire_holds, release_hold, confirm_hold, end_hold, hold_units, hold_now',
    );
    await runner.query('DROP TABLE sale_resets');
    await runner.query(`CREATE OR REPLACE FUNCTION units_of_buyer(p_sale bigint, p_buyer text) RETURNS bigint
      LANGUAGE sql STABLE AS $$ SELECT coalesce(sum(quantity), 0) FROM orders
      WHERE buyer_id = p_buyer AND sale_id = p_sale AND status <> 'CANCELLED' $$`);
    await runner.query('DROP TABLE holds');
    await runner.query('ALTER TABLE sales DROP COLUMN returned');
  }
}
