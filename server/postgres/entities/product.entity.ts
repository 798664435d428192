import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Row of `products`. */
@Entity('products')
export class ProductEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @Column({ type: 'int', name: 'price_cents' })
  priceCents!: number;

  @Column({ type: 'int', name: 'list_price_cents', nullable: true })
  listPriceCents!: number | null;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ type: 'text', name: 'image_url', nullable: true })
  imageUrl!: string | null;
}
