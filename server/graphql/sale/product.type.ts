import { Field, ID, Int, ObjectType } from 'type-graphql';

/** Product in the API. */
@ObjectType('Product', { description: "What is sold. Prices in the currency's smallest unit." })
export class ProductType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, complexity: 10 })
  description!: string | null;

  @Field(() => Int)
  priceCents!: number;

  @Field(() => Int, { nullable: true })
  listPriceCents!: number | null;

  @Field(() => String, { description: 'ISO 4217, three letters.' })
  currency!: string;

  @Field(() => String, { nullable: true, description: 'A path on this server, or an address.' })
  imageUrl!: string | null;
}
