import { Field, ID, InputType, Int } from 'type-graphql';
import { LoadModel, PurchaseStrategy } from '../enums.ts';
import type { LoadModel as LoadModelName } from '../../domain/attack.ts';
import type { AttackWish } from '../../services/attack-plan.ts';

/** AttackInput in the API. It has no address: the target is always this server's own API. */
@InputType('AttackInput')
export class AttackInput {
  @Field(() => ID)
  saleId!: string;

  @Field(() => PurchaseStrategy)
  strategy!: string;

  @Field(() => Int, { defaultValue: 2_000, description: 'Purchases in all, 1 to 100,000.' })
  requests!: number;

  @Field(() => Int, {
    defaultValue: 100,
    description: 'Buyers at once, each with a connection of its own, 1 to 2,000.',
  })
  concurrency!: number;

  @Field(() => LoadModel, { defaultValue: 'CLOSED' })
  model!: LoadModelName;

  @Field(() => Int, {
    nullable: true,
    description:
      'OPEN only, and needed there, 1 to 20,000: so many buyers arrive in a second on average, at random times (Poisson) that the seed repeats. Whoever finds all `concurrency` connections busy waits.',
  })
  requestsPerSecond?: number | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 100,
    description: 'Resets the sale to this stock first; null leaves the sale as it is.',
  })
  stock!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Only with `stock`: the race window of the unsafe strategies, 0 to 1,000 ms; null leaves it as it is.',
  })
  raceWindowMs?: number | null;

  @Field(() => Int, { nullable: true, description: 'Repeats the same buyers, keys and order.' })
  seed?: number | null;

  static toWish(input: AttackInput): AttackWish {
    const { saleId, strategy, requests, concurrency, model, stock } = input;
    const { requestsPerSecond, raceWindowMs, seed } = input;
    return {
      saleId,
      strategy,
      requests,
      concurrency,
      model,
      requestsPerSecond: requestsPerSecond ?? null,
      stock,
      raceWindowMs: raceWindowMs ?? null,
      seed: seed ?? null,
    };
  }
}
