import { Field, Float, Int, ObjectType } from 'type-graphql';
import { PurchaseStrategy } from '../enums.ts';

/** StepExploration in the API. */
@ObjectType('StepExploration', {
  description: "Every order of two buyers' statements, each run on a stock of one unit.",
})
export class StepExplorationType {
  @Field(() => PurchaseStrategy)
  strategy!: string;

  @Field(() => Int, { description: 'Orders of the statements that were run.' })
  runs!: number;

  @Field(() => Int, { description: 'Runs that sold more units than there were: 0 for a safe strategy.' })
  oversold!: number;

  @Field(() => Int, { description: 'Runs that turned a buyer away and left a unit.' })
  undersold!: number;

  @Field(() => Int)
  exact!: number;

  @Field(() => String, {
    nullable: true,
    description: 'The shortest one that oversells, for openStepSession; null when none does.',
  })
  oversellingSchedule!: string | null;

  @Field(() => Boolean, { description: 'False when the bounds were met before every order was run.' })
  complete!: boolean;

  @Field(() => Float)
  durationMs!: number;
}
