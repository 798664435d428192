import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Client, FormattedExecutionResult, Sink } from 'graphql-ws';
import {
  WatchAttackDocument,
  type WatchAttackSubscription,
  WatchOrderDocument,
  type WatchOrderSubscription,
  WatchStatsDocument,
  type WatchStatsSubscription,
  type WatchStatsSubscriptionVariables,
} from '../schema/generated/operations.ts';
import { graphqlError } from './error.ts';
import { feedError } from './feed-error.ts';
import { createFeed, type Feed, type FeedSource } from './feed.ts';
import type { ClientOptions } from './options.ts';
import { payloadOf } from './payload.ts';
import { createSocket } from './socket.ts';

/** Subscribes when the feed is first read. The feed throws FlashSaleError when the server refuses or ends it with one. */
export type Subscribe = <Data, Variables extends object>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Feed<Data>;

/** Every subscription of the API. All survive a lost connection. */
export interface Subscriptions {
  readonly subscribe: Subscribe;
  /** The figures of a sale, at most once per `intervalMs` (100 to 5,000, default 250), for ever. */
  watchStats(variables: WatchStatsSubscriptionVariables): Feed<WatchStatsSubscription['stats']>;
  /** An attack as it goes; ends after the frame in which it is finished, stopped or failed. */
  watchAttack(id: string): Feed<WatchAttackSubscription['attack']>;
  /** How a purchase that was answered PurchasePending stands, then its end; over after that. */
  watchOrder(reservationId: string): Feed<WatchOrderSubscription['order']>;
}

/** The subscriptions over one WebSocket that opens with the first feed. */
export interface OpenSubscriptions extends Subscriptions {
  /** Ends every feed and the connection. */
  close(): Promise<void>;
}

/** Subscriptions that have opened nothing yet. */
export function createSubscriptions(options: ClientOptions): OpenSubscriptions {
  const closed = new AbortController();
  const open = new Set<FeedSource<never>>();
  let socket: Promise<Client> | undefined;

  function feedOf<Data, Variables extends object, T>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    select: (data: Data) => T,
  ): Feed<T> {
    return createFeed<T>((source) => {
      if (closed.signal.aborted) source.end();
      open.add(source);
      socket ??= createSocket(options, closed.signal);
      const sink: Sink<FormattedExecutionResult<Data, unknown>> = {
        next: ({ data, errors }) => {
          if (errors !== undefined) source.fail(graphqlError(errors));
          else if (data) source.put(select(data));
        },
        error: (reason) => source.fail(feedError(reason)),
        complete: () => source.end(),
      };
      const unsubscribe = socket.then((client) =>
        client.subscribe<Data>(payloadOf(document, variables), sink),
      );
      unsubscribe.catch(source.fail);
      return () => {
        open.delete(source);
        void unsubscribe.then((leave) => leave()).catch(() => {}); // there was no socket: nothing to leave
      };
    });
  }

  return {
    subscribe: (document, variables) => feedOf(document, variables, (data) => data),
    watchStats: (variables) => feedOf(WatchStatsDocument, variables, ({ stats }) => stats),
    watchAttack: (id) => feedOf(WatchAttackDocument, { id }, ({ attack }) => attack),
    watchOrder: (reservationId) => feedOf(WatchOrderDocument, { reservationId }, ({ order }) => order),
    async close() {
      closed.abort();
      for (const source of open) source.end();
      // It rejects with the close event of a connection that was lost or never there: closed is closed.
      await socket?.then((client) => client.dispose()).catch(() => {});
    },
  };
}
