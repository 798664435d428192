import { Field, Float, ObjectType } from 'type-graphql';
import { Span } from '../enums.ts';

/** SpanTotal in the API. */
@ObjectType('SpanTotal', {
  description: 'One kind of time that purchases spent, measured in each of them and summed.',
})
export class SpanTotalType {
  @Field(() => Span)
  span!: string;

  @Field(() => Float)
  totalMs!: number;

  @Field(() => Float, { description: 'Per purchase, those without this span included.' })
  meanMs!: number;

  @Field(() => Float, { description: 'Of all measured time, 0 to 1.' })
  share!: number;
}
