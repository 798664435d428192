import 'reflect-metadata';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchema, getMetadataStorage } from 'type-graphql';
import { requireAdmin } from '../services/identity.ts';
import { AttackResolver } from './attack/attack.resolver.ts';
import { AuditResolver } from './audit/audit.resolver.ts';
import type { Context } from './context.ts';
import { EnvironmentResolver } from './environment/environment.resolver.ts';
import { HealthResolver } from './health/health.resolver.ts';
import { HoldResolver } from './hold/hold.resolver.ts';
import { SaleEventResolver } from './ledger/sale-event.resolver.ts';
import { OrderResolver } from './order/order.resolver.ts';
import { resolvePlainly } from './plain-resolvers.ts';
import { PurchaseResolver } from './purchase/purchase.resolver.ts';
import { ReservationResolver } from './purchase/reservation.resolver.ts';
import { StrategyInfoResolver } from './purchase/strategy-info.resolver.ts';
import { SaleAdminResolver } from './sale-admin/sale-admin.resolver.ts';
import { SaleResolver } from './sale/sale.resolver.ts';
import { StatsResolver } from './stats/stats.resolver.ts';
import { StepsResolver } from './steps/steps.resolver.ts';

/** The whole API. A field marked @Authorized() takes the admin token and nothing less. */
export async function createSchema(): Promise<GraphQLSchema> {
  // Plain fields are read, not resolved: there are no middlewares, and only operations are authorized.
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers = true;
  const schema = await buildSchema({
    resolvers: [
      AttackResolver,
      AuditResolver,
      EnvironmentResolver,
      HealthResolver,
      HoldResolver,
      OrderResolver,
      PurchaseResolver,
      ReservationResolver,
      SaleAdminResolver,
      SaleEventResolver,
      SaleResolver,
      StatsResolver,
      StepsResolver,
      StrategyInfoResolver,
    ],
    authChecker: ({ context }) => {
      requireAdmin((context as Context).caller);
      return true;
    },
    // Arguments are checked by the domain, with words that say what to do.
    validate: false,
    // Each subscription brings its own bounded feed.
    pubSub: { publish: () => undefined, subscribe: () => neverUsed() },
  });
  resolvePlainly(schema);
  return schema;
}

/** The schema as it is committed: sorted, with its descriptions. */
export function printSorted(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

function neverUsed(): AsyncIterable<unknown> {
  throw new Error('no subscription goes through the default pub-sub');
}
