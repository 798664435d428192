import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, VirtualColumn } from 'typeorm';
import type { SaleMode, SaleState } from '../../domain/sale.ts';
import { ProductEntity } from './product.entity.ts';

/** Row of `sales`. `state` is what the admin set; `stateNow` is what a buyer meets, by the clock of Postgres. */
@Entity('sales')
export class SaleEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @ManyToOne(() => ProductEntity)
  @JoinColumn({ name: 'product_id' })
  product!: ProductEntity;

  @Column({ type: 'text' })
  mode!: SaleMode;

  @Column({ type: 'text' })
  state!: string;

  @VirtualColumn({
    type: 'text',
    query: (sale) =>
      `sale_state(${sale}.state, ${sale}.remaining, pooled_units(${sale}.id, ${sale}.pool_moved), ${sale}.opens_at, ${sale}.closes_at)`,
  })
  stateNow!: SaleState;

  /**
   * When Postgres was asked for this row, ms since 1970: before it looked, so that a write which this read missed was
   * committed after it.
   */
  @VirtualColumn({
    type: 'float8',
    query: () => '(extract(epoch FROM statement_timestamp()) * 1000)::float8',
  })
  readAtMs!: number;

  @Column({ type: 'int' })
  stock!: number;

  @Column({ type: 'int' })
  remaining!: number;

  @Column({ type: 'int' })
  held!: number;

  @VirtualColumn({ type: 'int', query: (sale) => `pooled_units(${sale}.id, ${sale}.pool_moved)` })
  pooled!: number;

  /** Above 0 says that there may be units in the pool. */
  @Column({ type: 'int', name: 'pool_moved' })
  poolMoved!: number;

  /** Another one after every change of the row, whoever makes it. */
  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'int', name: 'limit_per_buyer', nullable: true })
  limitPerBuyer!: number | null;

  @Column({ type: 'timestamptz', name: 'opens_at', nullable: true })
  opensAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'closes_at', nullable: true })
  closesAt!: Date | null;

  @Column({ type: 'int', name: 'race_window_ms' })
  raceWindowMs!: number;

  @Column({ type: 'int' })
  epoch!: number;

  @Column({ type: 'int' })
  fence!: number;
}
