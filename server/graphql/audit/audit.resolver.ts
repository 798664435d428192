import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { AuditType } from './audit.type.ts';

/** Judging a sale by its books. */
@Resolver(() => AuditType)
export class AuditResolver {
  @Query(() => AuditType)
  audit(@Arg('saleId', () => ID) saleId: string, @Ctx() { services }: Context): Promise<AuditType> {
    return services.auditor.audit(saleId);
  }
}
