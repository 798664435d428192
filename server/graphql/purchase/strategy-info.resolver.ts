import { Query, Resolver } from 'type-graphql';
import { strategies, strategyNames } from '../../strategies/index.ts';
import { StrategyInfoType } from './strategy-info.type.ts';

/** What there is to choose from. */
@Resolver(() => StrategyInfoType)
export class StrategyInfoResolver {
  @Query(() => [StrategyInfoType], { complexity: 100 })
  strategies(): StrategyInfoType[] {
    return strategyNames.map((name) => ({ strategy: name, ...strategies[name] }));
  }
}
