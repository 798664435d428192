import { BREAK, Kind, OperationTypeNode, visit, type DocumentNode, type SelectionSetNode } from 'graphql';

/**
 * Whether graphql-jit executes a document as graphql does. Not so a mutation of several fields at the root: when one fails
 * that may not be null it goes on to the next, which graphql does not. Nor fields with directives, which it writes in another
 * order. And introspection is rare, and its answers are long.
 */
export function mayCompile(document: DocumentNode): boolean {
  return !hasUncommon(document) && !document.definitions.some(isLongMutation);

  function isLongMutation(definition: DocumentNode['definitions'][number]): boolean {
    return (
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.operation === OperationTypeNode.MUTATION &&
      countFields(document, definition.selectionSet) > 1
    );
  }
}

function hasUncommon(document: DocumentNode): boolean {
  let found = false;
  const stop = (): typeof BREAK => {
    found = true;
    return BREAK;
  };
  visit(document, {
    Directive: stop,
    Field: ({ name }) => (name.value === '__schema' || name.value === '__type' ? stop() : undefined),
  });
  return found;
}

/** Fields of a selection, those of its fragments included. */
function countFields(
  document: DocumentNode,
  { selections }: SelectionSetNode,
  seen = new Set<string>(),
): number {
  let count = 0;
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) count += 1;
    else if (selection.kind === Kind.INLINE_FRAGMENT)
      count += countFields(document, selection.selectionSet, seen);
    else if (!seen.has(selection.name.value)) {
      seen.add(selection.name.value);
      const fragment = document.definitions.find(
        (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value,
      );
      if (fragment?.kind === Kind.FRAGMENT_DEFINITION)
        count += countFields(document, fragment.selectionSet, seen);
    }
  }
  return count;
}
