import { type AnyVariables, type TypedDocumentNode, useSubscription } from 'urql';

/** What a feed is made of. A paused feed keeps its last value. */
export interface FeedOptions<Data, Variables extends AnyVariables> {
  readonly query: TypedDocumentNode<Data, Variables>;
  readonly variables: Variables;
  readonly pause: boolean;
}

/** The latest value of a subscription; it comes back by itself after a lost connection or a server that stopped. */
export function useFeed<Data, Variables extends AnyVariables>(
  options: FeedOptions<Data, Variables>,
): Data | undefined {
  const [{ data }] = useSubscription<Data, Data, Variables>(options);
  return data;
}
