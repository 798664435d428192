import { Field, ObjectType } from 'type-graphql';
import { PurchaseStrategy } from '../enums.ts';

/** StrategyInfo in the API. */
@ObjectType('StrategyInfo', { description: 'One way to take units, as its file describes it.' })
export class StrategyInfoType {
  @Field(() => PurchaseStrategy)
  strategy!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  description!: string;

  @Field(() => Boolean, { description: 'False for those that oversell on purpose.' })
  safe!: boolean;

  @Field(() => Boolean)
  usesRedis!: boolean;

  @Field(() => String, {
    complexity: 40,
    description: 'The statements or script it runs, as text for the explainer.',
  })
  source!: string;

  @Field(() => String, { complexity: 10, description: 'Why it is right, or how it goes wrong.' })
  why!: string;

  @Field(() => String, { complexity: 10, description: 'What it costs, and what bounds its speed.' })
  costs!: string;

  @Field(() => String, {
    complexity: 10,
    description: 'What may fail under it, and what then becomes of a purchase.',
  })
  survives!: string;

  @Field(() => String, { complexity: 10, description: 'When to choose it, and when not.' })
  choose!: string;
}
