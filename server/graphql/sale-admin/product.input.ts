import { Field, InputType, Int } from 'type-graphql';
import type { ProductChanges, ProductInput } from '../../domain/product-input.ts';
import { given, givenValues } from './given.ts';

/** ProductInput in the API. */
@InputType('ProductInput', { description: "What is to be sold. Prices in the currency's smallest unit." })
export class ProductInputType {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => Int)
  priceCents!: number;

  @Field(() => Int, { nullable: true, description: 'The price it has elsewhere: not below priceCents.' })
  listPriceCents?: number | null;

  @Field(() => String, { defaultValue: 'USD', description: 'ISO 4217, three letters.' })
  currency!: string;

  @Field(() => String, { nullable: true, description: 'A path on this server, or an https address.' })
  imageUrl?: string | null;

  static toDomain(input: ProductInputType): ProductInput {
    const { name, description, priceCents, listPriceCents, currency, imageUrl } = input;
    return {
      name,
      description: description ?? null,
      priceCents,
      listPriceCents: listPriceCents ?? null,
      currency,
      imageUrl: imageUrl ?? null,
    };
  }
}

/** ProductChanges in the API. */
@InputType('ProductChanges', {
  description:
    'A field that is left out stays as it is; null empties description, listPriceCents and imageUrl, and is refused for the others.',
})
export class ProductChangesType {
  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => Int, { nullable: true })
  priceCents?: number | null;

  @Field(() => Int, { nullable: true })
  listPriceCents?: number | null;

  @Field(() => String, { nullable: true })
  currency?: string | null;

  @Field(() => String, { nullable: true })
  imageUrl?: string | null;

  static toDomain(changes: ProductChangesType): ProductChanges {
    const { name, description, priceCents, listPriceCents, currency, imageUrl } = changes;
    return {
      ...givenValues({ name, priceCents, currency }),
      ...given({ description, listPriceCents, imageUrl }),
    };
  }
}
