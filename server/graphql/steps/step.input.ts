import { Field, InputType, Int } from 'type-graphql';
import { PurchaseStrategy } from '../enums.ts';

/** StepInput in the API. */
@InputType('StepInput', { description: 'What a step-through begins with.' })
export class StepInputType {
  @Field(() => PurchaseStrategy)
  strategy!: string;

  @Field(() => Int, { defaultValue: 2, description: '2 or 3.' })
  buyers!: number;

  @Field(() => Int, { defaultValue: 1, description: 'Units, 0 to 100.' })
  stock!: number;

  @Field(() => Int, { defaultValue: 1, description: 'Units that each buyer wants, 1 to 100.' })
  quantity!: number;

  @Field(() => String, {
    defaultValue: '',
    description:
      'Turns to take at once, a letter each, such as ABAB; none lets every buyer come to its first statement.',
  })
  schedule!: string;
}
