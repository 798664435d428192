import { Field, ID, Int, ObjectType } from 'type-graphql';
import { GraphQLDateTime } from '../date-time.ts';
import { Verdict } from '../enums.ts';
import { WrongFromType } from './witness.type.ts';

/** Audit in the API. */
@ObjectType('Audit', {
  description: 'The books of one epoch of a sale, and what they say. Units throughout.',
})
export class AuditType {
  @Field(() => ID)
  saleId!: string;

  @Field(() => Int)
  epoch!: number;

  @Field(() => Verdict)
  verdict!: string;

  @Field(() => String, { description: 'One sentence that a newcomer understands.' })
  explanation!: string;

  @Field(() => Int)
  stock!: number;

  @Field(() => Int)
  sold!: number;

  @Field(() => Int)
  held!: number;

  @Field(() => Int, { description: 'Of the remaining units, those in the pool of SKIP_LOCKED.' })
  pooled!: number;

  @Field(() => Int, { description: 'Neither sold nor held.' })
  remaining!: number;

  @Field(() => Int, { nullable: true })
  redisRemaining!: number | null;

  @Field(() => Int)
  oversold!: number;

  @Field(() => Int)
  undersold!: number;

  @Field(() => Int)
  duplicates!: number;

  @Field(() => Int, { description: 'Units by which the stock row and Redis differ from the orders.' })
  drift!: number;

  @Field(() => Int, { description: 'Requests whose end nobody knows.' })
  unknown!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Why there are fewer witnesses than oversold units; null where each has one.',
  })
  witnessNote!: string | null;

  @Field(() => WrongFromType, {
    nullable: true,
    description: 'From which order on an OVERSOLD epoch was wrong; null for any other verdict.',
  })
  wrongFrom!: WrongFromType | null;

  @Field(() => GraphQLDateTime)
  checkedAt!: Date;
}
