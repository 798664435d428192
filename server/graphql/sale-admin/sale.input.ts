import { Field, ID, InputType, Int } from 'type-graphql';
import type { SaleChanges, SaleInput } from '../../domain/sale-input.ts';
import { GraphQLDateTime } from '../date-time.ts';
import { SaleMode } from '../enums.ts';
import { given, givenValues } from './given.ts';

/** SaleInput in the API. */
@InputType('SaleInput', { description: 'A sale that is to be: SCHEDULED or OPEN by its window.' })
export class SaleInputType {
  @Field(() => ID)
  productId!: string;

  @Field(() => SaleMode, { defaultValue: 'LAB' })
  mode!: 'LAB' | 'LIVE';

  @Field(() => Int, { description: 'Units, 0 to 1,000,000.' })
  stock!: number;

  @Field(() => Int, { nullable: true, description: 'Null for no limit.' })
  limitPerBuyer?: number | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Null opens at once.' })
  opensAt?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Null never closes by itself.' })
  closesAt?: Date | null;

  @Field(() => Int, { defaultValue: 5, description: '0 to 1,000.' })
  raceWindowMs!: number;

  static toDomain(input: SaleInputType): SaleInput {
    const { productId, mode, stock, limitPerBuyer, opensAt, closesAt, raceWindowMs } = input;
    return {
      productId,
      mode,
      stock,
      limitPerBuyer: limitPerBuyer ?? null,
      opensAt: opensAt ?? null,
      closesAt: closesAt ?? null,
      raceWindowMs,
    };
  }
}

/** SaleChanges in the API. */
@InputType('SaleChanges', {
  description:
    'A field that is left out stays as it is; null removes limitPerBuyer, opensAt and closesAt, and is refused for the others.',
})
export class SaleChangesType {
  @Field(() => Int, {
    nullable: true,
    description: 'What is left moves by the difference; refused below what is sold and held.',
  })
  stock?: number | null;

  @Field(() => Int, { nullable: true, description: 'Refused below what one buyer has already.' })
  limitPerBuyer?: number | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  opensAt?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  closesAt?: Date | null;

  @Field(() => Int, { nullable: true })
  raceWindowMs?: number | null;

  static toDomain(changes: SaleChangesType): SaleChanges {
    const { stock, limitPerBuyer, opensAt, closesAt, raceWindowMs } = changes;
    return {
      ...givenValues({ stock, raceWindowMs }),
      ...given({ limitPerBuyer, opensAt, closesAt }),
    };
  }
}
