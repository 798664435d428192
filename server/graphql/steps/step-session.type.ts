import { Field, ID, Int, ObjectType } from 'type-graphql';
import { GraphQLDateTime } from '../date-time.ts';
import { PurchaseStrategy, Verdict } from '../enums.ts';
import { StepBuyerName, StepKind, StepResult, StepStatus, StepStore } from './step-enums.ts';

/** StepStatement in the API. */
@ObjectType({ description: 'One statement of Postgres, or commands of Redis that travel together.' })
export class StepStatement {
  @Field(() => StepStore)
  store!: string;

  @Field(() => StepKind)
  kind!: string;

  @Field(() => String, { description: 'For people: values in their places, a list of all columns as *.' })
  text!: string;

  @Field(() => String, { description: 'As it is sent.' })
  sent!: string;
}

/** StepOutside in the API. */
@ObjectType({ description: 'What everyone else sees of the sale: what is committed.' })
export class StepOutside {
  @Field(() => Int)
  remaining!: number;

  @Field(() => Int, { description: 'Units in orders.' })
  sold!: number;

  @Field(() => Int)
  orders!: number;

  @Field(() => Int, { nullable: true, description: 'Units that the gate counts; null when there is none.' })
  redisRemaining!: number | null;
}

/** Step in the API. */
@ObjectType({ description: 'One turn of one buyer.' })
export class Step {
  @Field(() => Int, { description: 'From 1.' })
  number!: number;

  @Field(() => StepBuyerName)
  buyer!: string;

  @Field(() => StepStatement)
  statement!: StepStatement;

  @Field(() => StepResult)
  result!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the store answered, in words; null while it waits.',
  })
  answer!: string | null;

  @Field(() => [StepBuyerName], { description: 'Whom it had to wait for.' })
  waitedFor!: readonly string[];

  @Field(() => Int, { nullable: true, description: 'The step that let it go on, when it had to wait.' })
  letOnBy!: number | null;

  @Field(() => [String], { description: 'The locks that the buyer held afterwards, in words.' })
  locks!: readonly string[];

  @Field(() => StepOutside)
  outside!: StepOutside;
}

/** StepBuyer in the API. */
@ObjectType({ description: 'A buyer as it stands.' })
export class StepBuyer {
  @Field(() => StepBuyerName)
  name!: string;

  @Field(() => StepStatus)
  status!: string;

  @Field(() => StepStatement, {
    nullable: true,
    description: 'The statement that it stands before, or that waits; null once it has ended.',
  })
  statement!: StepStatement | null;

  @Field(() => [StepBuyerName], { description: 'Who has the lock that it waits for, by pg_blocking_pids.' })
  waitsFor!: readonly string[];

  @Field(() => String, { nullable: true, description: 'What it waits for, by pg_locks.' })
  waitsOn!: string | null;

  @Field(() => [String], { description: 'The locks that it has, by pg_locks and the row itself, in words.' })
  locks!: readonly string[];

  @Field(() => String, { nullable: true, description: 'How its purchase ended, in words; null until then.' })
  outcome!: string | null;
}

/** StepVerdict in the API. */
@ObjectType({ description: 'What the books say when every buyer has ended.' })
export class StepVerdict {
  @Field(() => Verdict)
  verdict!: string;

  @Field(() => String)
  explanation!: string;

  @Field(() => Int)
  oversold!: number;

  @Field(() => Int)
  undersold!: number;
}

/** StepSession in the API. */
@ObjectType('StepSession', {
  description:
    'Two or three buyers in the middle of their purchases, on real sessions of Postgres and tables that no sale of the product is in. Kept by the replica that opened it, until nobody has touched it for two minutes.',
})
export class StepSessionType {
  @Field(() => ID)
  id!: string;

  @Field(() => PurchaseStrategy)
  strategy!: string;

  @Field(() => Int)
  stock!: number;

  @Field(() => Int)
  quantity!: number;

  @Field(() => [StepBuyer])
  buyers!: readonly StepBuyer[];

  @Field(() => [Step])
  steps!: readonly Step[];

  @Field(() => String, {
    description: 'Whose turn it was, a letter each: given to openStepSession, it leads here.',
  })
  schedule!: string;

  @Field(() => StepOutside)
  outside!: StepOutside;

  @Field(() => StepVerdict, { nullable: true, description: 'Null until every buyer has ended.' })
  judgement!: StepVerdict | null;

  @Field(() => GraphQLDateTime, { description: 'When it is closed unless somebody touches it.' })
  closesAt!: Date;
}
