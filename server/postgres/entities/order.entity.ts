import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrderStatus } from '../../domain/order.ts';

/** Row of `orders`. */
@Entity('orders')
export class OrderEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'bigint', name: 'sale_id' })
  saleId!: string;

  @Column({ type: 'int' })
  epoch!: number;

  @Column({ type: 'text', name: 'buyer_id' })
  buyerId!: string;

  @Column({ type: 'int' })
  quantity!: number;

  @Column({ type: 'text' })
  status!: OrderStatus;

  @Column({ type: 'text' })
  strategy!: string;

  @Column({ type: 'text', name: 'idempotency_key', nullable: true })
  idempotencyKey!: string | null;

  @Column({ type: 'text', nullable: true })
  fingerprint!: string | null;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
