import { Field, ID, Int, ObjectType } from 'type-graphql';
import { GraphQLDateTime } from '../date-time.ts';
import { SaleMode, SaleState } from '../enums.ts';
import { ProductType } from './product.type.ts';

/** Sale in the API; `redisRemaining` is resolved apart, since it asks Redis. */
@ObjectType('Sale', { description: 'A limited stock put on sale.' })
export class SaleType {
  @Field(() => ID)
  id!: string;

  @Field(() => ProductType)
  product!: ProductType;

  @Field(() => SaleMode)
  mode!: string;

  @Field(() => SaleState)
  state!: string;

  @Field(() => Int, { description: 'Units put on sale in this epoch.' })
  stock!: number;

  @Field(() => Int, {
    description: 'Units that the database still counts as unsold. Can be negative under NO_LOCK.',
  })
  remaining!: number;

  @Field(() => Int, { description: 'Units that buyers who are paying hold.' })
  held!: number;

  @Field(() => Int, { nullable: true })
  limitPerBuyer!: number | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  opensAt!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  closesAt!: Date | null;

  @Field(() => Int, {
    description: 'Widens the race of the unsafe strategies, milliseconds between read and write.',
  })
  raceWindowMs!: number;

  @Field(() => Int, {
    description:
      "Rises by one with every reset: a purchase begun in an earlier epoch can't commit into a later one.",
  })
  epoch!: number;
}
