import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Audit } from '../../domain/audit.ts';
import type { Context } from '../context.ts';
import { AuditType } from './audit.type.ts';
import { WitnessType } from './witness.type.ts';

/** Judging a sale by its books. */
@Resolver(() => AuditType)
export class AuditResolver {
  @Query(() => AuditType, { complexity: 400 })
  audit(@Arg('saleId', () => ID) saleId: string, @Ctx() { services }: Context): Promise<AuditType> {
    return services.auditor.audit(saleId);
  }

  @FieldResolver(() => [WitnessType], {
    complexity: 300,
    description: 'How units beyond the stock came to be sold: one by one, at most 60, those sold first.',
  })
  witnesses(@Root() audit: Audit): WitnessType[] {
    return audit.witnesses.map((witness) => WitnessType.from(witness, audit));
  }
}
