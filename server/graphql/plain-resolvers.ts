import {
  GraphQLUnionType,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import type { Context } from './context.ts';

type Storage = ReturnType<typeof getMetadataStorage>;
type Handler = Storage['queries'][number];
type Resolve = GraphQLFieldResolver<unknown, Context, Record<string, unknown>>;

/**
 * Lets operations without a policy, whose arguments are single values, be called as they are: type-graphql would await
 * each argument on its way to a class, which costs a purchase as much as deciding it. The others stay with it. Members of
 * unions are told apart by their class, at once.
 */
export function resolvePlainly(schema: GraphQLSchema): void {
  const storage = getMetadataStorage();
  for (const handler of storage.queries) replace(schema.getQueryType(), handler, storage);
  for (const handler of storage.mutations) replace(schema.getMutationType(), handler, storage);
  const names = new Map<unknown, string>(storage.objectTypes.map(({ target, name }) => [target, name]));
  for (const type of Object.values(schema.getTypeMap()))
    if (type instanceof GraphQLUnionType) type.resolveType = (value: object) => names.get(value.constructor);
}

function replace(root: GraphQLObjectType | null | undefined, handler: Handler, storage: Storage): void {
  const field = root?.getFields()[handler.schemaName];
  const resolve = plainResolver(handler, storage);
  if (field !== undefined && resolve !== null) field.resolve = resolve;
}

/** Null for an operation that needs more than its arguments read. */
function plainResolver(
  { target, methodName, params = [], roles }: Handler,
  storage: Storage,
): Resolve | null {
  const isInputClass = (type: unknown): boolean => storage.inputTypes.some((each) => each.target === type);
  const readers: ((args: Record<string, unknown>, context: Context) => unknown)[] = [];
  for (const param of params) {
    if (param.kind === 'context' && param.propertyName === undefined)
      readers[param.index] = (_args, context) => context;
    else if (param.kind === 'arg' && !isInputClass(param.getType())) {
      const { name } = param;
      readers[param.index] = (args) => args[name];
    } else return null;
  }
  if (roles !== undefined) return null;
  const instance: unknown = Reflect.construct(target, []);
  const method: unknown = Reflect.get(instance as object, methodName);
  if (typeof method !== 'function') return null;
  return (_root, args, context): unknown =>
    Reflect.apply(
      method,
      instance,
      readers.map((read) => read(args, context)),
    );
}
