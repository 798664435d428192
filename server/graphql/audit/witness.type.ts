import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { Testimony, Witness } from '../../domain/witness.ts';
import { stepsOf, stockOf } from '../../domain/witness-steps.ts';
import { storyOf, titleOf } from '../../domain/witness-words.ts';
import { PurchaseStrategy, WitnessAct, WitnessKind, WitnessRole } from '../enums.ts';

/** WitnessStep in the API. */
@ObjectType('WitnessStep', { description: 'One thing that one of the two buyers of a witness did.' })
export class WitnessStepType {
  @Field(() => Float, { description: 'Milliseconds since the first step, by the clock of Postgres.' })
  atMs!: number;

  @Field(() => WitnessRole)
  role!: string;

  @Field(() => ID)
  buyerId!: string;

  @Field(() => WitnessAct)
  act!: string;

  @Field(() => String, { description: 'The same in words.' })
  action!: string;

  @Field(() => Int, {
    nullable: true,
    description: "What was read, or what stood in the stock's row afterwards; null for a check.",
  })
  value!: number | null;
}

/** StockChange in the API. */
@ObjectType('StockChange', { description: "What the stock's row held from a moment on." })
export class StockChangeType {
  @Field(() => Float, { description: 'Milliseconds since the first step of the witness.' })
  atMs!: number;

  @Field(() => Int)
  value!: number;
}

/** Witness in the API. */
@ObjectType('Witness', {
  description: 'One oversold unit explained: who read what, when, and who committed.',
})
export class WitnessType {
  @Field(() => Int, { description: 'The first one beyond the stock is stock + 1.' })
  unit!: number;

  @Field(() => WitnessKind)
  kind!: string;

  @Field(() => PurchaseStrategy, { description: 'What B ran.' })
  strategy!: string;

  @Field(() => [ID], { description: "A's, then B's." })
  orderIds!: readonly string[];

  @Field(() => String, { description: 'One sentence.' })
  title!: string;

  @Field(() => String, { description: 'The whole of it, in a few sentences.' })
  explanation!: string;

  @Field(() => [WitnessStepType], { description: 'By time.' })
  steps!: readonly WitnessStepType[];

  @Field(() => [StockChangeType], {
    description: "The stock's row meanwhile, as others saw it, the writes of others included.",
  })
  stock!: readonly StockChangeType[];

  static from(witness: Witness, testimony: Pick<Testimony, 'stockChanges'>): WitnessType {
    const { unit, kind, a, b } = witness;
    return {
      unit,
      kind,
      strategy: b.strategy,
      orderIds: [a.orderId, b.orderId],
      title: titleOf(witness),
      explanation: storyOf(witness),
      steps: stepsOf(witness),
      stock: stockOf(witness, testimony),
    };
  }
}

/** WrongFrom in the API. */
@ObjectType('WrongFrom', { description: 'The first order of an epoch that should not have been as it was.' })
export class WrongFromType {
  @Field(() => ID)
  orderId!: string;

  @Field(() => Int, { description: 'Its place in the order of the writes, from 1.' })
  number!: number;

  @Field(() => Float, {
    description: 'Unix time in milliseconds with microseconds behind the point, by the clock of Postgres.',
  })
  createdAtMs!: number;

  @Field(() => String)
  explanation!: string;
}
