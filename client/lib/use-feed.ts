import { type AnyVariables, type TypedDocumentNode, useSubscription } from 'urql';
import { useEffect } from 'react';
import { useLinkState } from './services.ts';

/** How long a feed that the server ended is left alone before it is asked for again. */
const AGAIN_MS = 1000;

/** What a feed is made of. A paused feed keeps its last value. */
export interface FeedOptions<Data, Variables extends AnyVariables> {
  readonly query: TypedDocumentNode<Data, Variables>;
  readonly variables: Variables;
  readonly pause: boolean;
}

/**
 * The latest value of a subscription. The socket itself brings a feed back after a lost connection; this also
 * asks again when the server ended it, as it does when it shuts down in good order.
 */
export function useFeed<Data, Variables extends AnyVariables>(
  options: FeedOptions<Data, Variables>,
): Data | undefined {
  const [result, again] = useSubscription({
    query: options.query,
    variables: options.variables as Variables & AnyVariables,
    pause: options.pause,
  });
  const { opened } = useLinkState();
  const ended = !options.pause && !result.fetching;
  useEffect(() => {
    if (!ended) return;
    const timer = setTimeout(() => again({ requestPolicy: 'network-only' }), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [ended, opened, again, result.data, result.error]);
  return result.data;
}
