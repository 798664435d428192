import {
  GraphQLError,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import { limits } from '../domain/limits.ts';

const { operationCostMax, operationDepthMax, rootFieldCost } = limits;

/** What a selection comes to: points, and fields inside of one another. */
interface Size {
  readonly cost: number;
  readonly depth: number;
}

type Type = GraphQLNamedType | null | undefined;

/**
 * Refuses an operation that costs too much or is nested too deeply, fragments included, before any of it is executed. A
 * field costs 1, one at the root `rootFieldCost`, and one with a `complexity` in its decorator that; its extensions may
 * say `costInList`, what it costs inside of a list, and `each`, how many times over what is inside of it counts. Names
 * given to fields don't count: under a thousand of them a field costs a thousand times its price.
 */
export const operationLimits: ValidationRule = (context) => {
  const sizeOf = createMeasure(context.getSchema(), (name) => context.getFragment(name));
  return {
    OperationDefinition(operation) {
      const { cost, depth } = sizeOf(
        operation.selectionSet,
        context.getSchema().getRootType(operation.operation),
        { price: rootFieldCost, inList: false },
      );
      const report = (message: string): void =>
        context.reportError(new GraphQLError(message, { nodes: operation }));
      if (depth > operationDepthMax)
        report(`This operation is nested ${depth} fields deep, and ${operationDepthMax} are the most.`);
      if (cost > operationCostMax)
        report(
          `This operation costs ${cost} points, and ${operationCostMax} are the most: ask for less of it at once, or in several requests. A field at the root costs ${rootFieldCost} or more, the others 1 or more.`,
        );
    },
  };
};

/** Where a selection stands: what a field costs there that says nothing else, and whether a list is around it. */
interface Place {
  readonly price: number;
  readonly inList: boolean;
}

type Measure = (selections: SelectionSetNode, type: Type, at: Place) => Size;

/** Measures each fragment once, however often it is used: written one into the other they would double and double. */
function createMeasure(
  schema: GraphQLSchema,
  fragmentOf: (name: string) => FragmentDefinitionNode | null | undefined,
): Measure {
  const known = new Map<string, Size>();

  function sizeOfFragment(name: string, at: Place): Size {
    const key = `${name} ${at.price} ${at.inList}`;
    const found = known.get(key);
    const fragment = fragmentOf(name);
    if (found !== undefined || !fragment) return found ?? NOTHING;
    // One that holds itself is refused by another rule.
    known.set(key, NOTHING);
    const size = sizeOf(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), at);
    known.set(key, size);
    return size;
  }

  function sizeOf({ selections }: SelectionSetNode, type: Type, at: Place): Size {
    let cost = 0;
    let depth = 0;
    for (const selection of selections) {
      const size = sizeOfSelection(selection, type, at);
      cost += size.cost;
      depth = Math.max(depth, size.depth);
    }
    return { cost, depth };
  }

  function sizeOfSelection(selection: SelectionSetNode['selections'][number], type: Type, at: Place): Size {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return sizeOfFragment(selection.name.value, at);
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const name = selection.typeCondition?.name.value;
      return sizeOf(selection.selectionSet, name === undefined ? type : schema.getType(name), at);
    }
    const name = selection.name.value;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    const { complexity, costInList, each } = field?.extensions ?? {};
    const usual = numberOr(complexity, name === '__typename' ? 1 : at.price);
    const own = at.inList ? numberOr(costInList, usual) : usual;
    if (selection.selectionSet === undefined) return { cost: own, depth: 1 };
    const inList = at.inList || isListType(getNullableType(field?.type));
    const inside = sizeOf(selection.selectionSet, getNamedType(field?.type), { price: 1, inList });
    return { cost: own + numberOr(each, 1) * inside.cost, depth: inside.depth + 1 };
  }

  return sizeOf;
}

const numberOr = (value: unknown, usual: number): number => (typeof value === 'number' ? value : usual);

const NOTHING: Size = { cost: 0, depth: 0 };
