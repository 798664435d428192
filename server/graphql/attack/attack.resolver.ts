import { Arg, Authorized, Ctx, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { Attack } from '../../domain/attack.ts';
import type { Verdict as DomainVerdict } from '../../domain/audit.ts';
import type { Context } from '../context.ts';
import { Verdict } from '../enums.ts';
import { AttackInput } from './attack.input.ts';
import { AttackType } from './attack.type.ts';

/** The lab: attacks on this server's own API. */
@Resolver(() => AttackType)
export class AttackResolver {
  @Query(() => [AttackType], { complexity: 100, description: 'Newest first; first is 1 to 100.' })
  async attacks(
    @Arg('saleId', () => ID, { nullable: true }) saleId: string | null = null,
    @Arg('verdict', () => Verdict, { nullable: true }) verdict: DomainVerdict | null = null,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Ctx() { services }: Context,
  ): Promise<AttackType[]> {
    return (await services.attacks.list({ saleId, verdict, first })).map(AttackType.from);
  }

  @Query(() => AttackType, { nullable: true })
  async attack(@Arg('id', () => ID) id: string, @Ctx() { services }: Context): Promise<AttackType | null> {
    const attack = await services.attacks.find(id);
    return attack === null ? null : AttackType.from(attack);
  }

  @Authorized()
  @Mutation(() => AttackType, { description: "Admin. The target is always this server's own API." })
  async launchAttack(
    @Arg('input', () => AttackInput) input: AttackInput,
    @Ctx() { services }: Context,
  ): Promise<AttackType> {
    return AttackType.from(await services.attacks.launch(AttackInput.toWish(input), 'admin'));
  }

  @Authorized()
  @Mutation(() => AttackType, {
    description: 'Admin. Requests under way are waited for, no new ones are sent.',
  })
  async stopAttack(@Arg('id', () => ID) id: string, @Ctx() { services }: Context): Promise<AttackType> {
    return AttackType.from(await services.attacks.stop(id));
  }

  @Subscription(() => AttackType, {
    name: 'attack',
    description: 'The attack as it is, then its latest state as it changes; ends with its last.',
    subscribe: ({ args, context }) =>
      (context as Context).services.attacks.subscribe((args as { id: string }).id),
  })
  attackFeed(@Root() attack: Attack, @Arg('id', () => ID) _id: string): AttackType {
    return AttackType.from(attack);
  }
}
