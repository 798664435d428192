import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { Kind, print } from 'graphql';

/** What HTTP and WebSocket alike send for an operation. */
export interface Payload {
  readonly operationName: string | undefined;
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

const printed = new WeakMap<object, Omit<Payload, 'variables'>>();

/** Documents are constants, so each is printed once. */
export function payloadOf<Variables extends object>(
  document: TypedDocumentNode<unknown, Variables>,
  variables: Variables,
): Payload {
  const known = printed.get(document) ?? {
    operationName: document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION)?.name?.value,
    query: print(document),
  };
  printed.set(document, known);
  return { ...known, variables: Object.fromEntries(Object.entries(variables)) };
}
