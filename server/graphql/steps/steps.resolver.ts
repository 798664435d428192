import { Arg, Authorized, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { PurchaseStrategy } from '../enums.ts';
import { StepBuyerName } from './step-enums.ts';
import { StepExplorationType } from './step-exploration.type.ts';
import { StepSessionType } from './step-session.type.ts';
import { StepInputType } from './step.input.ts';

/** Purchases one statement at a time. */
@Resolver()
export class StepsResolver {
  @Authorized()
  @Query(() => StepSessionType, { nullable: true, description: 'Admin. Null for no such session.' })
  stepSession(
    @Arg('id', () => ID) id: string,
    @Ctx() { services }: Context,
  ): Promise<StepSessionType | null> {
    return services.steps.find(id);
  }

  @Authorized()
  @Mutation(() => StepSessionType, {
    description: 'Admin. Begins a purchase for each buyer; each stops before its first statement.',
  })
  openStepSession(
    @Arg('input', () => StepInputType) input: StepInputType,
    @Ctx() { services }: Context,
  ): Promise<StepSessionType> {
    return services.steps.open(input);
  }

  @Authorized()
  @Mutation(() => StepSessionType, {
    description:
      "Admin. Lets the buyer's next statement run. Answers when it has an answer, or is seen waiting for a lock.",
  })
  stepBuyer(
    @Arg('sessionId', () => ID) sessionId: string,
    @Arg('buyer', () => StepBuyerName) buyer: string,
    @Ctx() { services }: Context,
  ): Promise<StepSessionType> {
    return services.steps.step(sessionId, buyer);
  }

  @Authorized()
  @Mutation(() => Boolean, {
    description:
      'Admin. Ends its sessions of Postgres, whatever they wait for. False when it was closed before.',
  })
  closeStepSession(
    @Arg('sessionId', () => ID) sessionId: string,
    @Ctx() { services }: Context,
  ): Promise<boolean> {
    return services.steps.close(sessionId);
  }

  @Authorized()
  @Mutation(() => StepExplorationType, {
    description:
      "Admin. Runs every order of two buyers' statements: 400 of them and a minute at most, one strategy at a time.",
  })
  exploreInterleavings(
    @Arg('strategy', () => PurchaseStrategy) strategy: string,
    @Ctx() { services }: Context,
  ): Promise<StepExplorationType> {
    return services.steps.explore(strategy);
  }
}
