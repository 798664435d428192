import { createContext, use, useSyncExternalStore } from 'react';
import type { Link, LinkState } from './link.ts';
import type { Route } from './route.ts';
import type { Router } from './router.ts';
import type { TokenStore } from './token.ts';

/** What the whole page shares besides the GraphQL client. */
export interface Services {
  readonly link: Link;
  readonly token: TokenStore;
  readonly router: Router;
}

/** Given once, by app/main. */
export const ServicesContext = createContext<Services | null>(null);

/** The shared services; throws outside of the provider. */
export function useServices(): Services {
  const services = use(ServicesContext);
  if (services === null) throw new Error('no ServicesContext above');
  return services;
}

/** The state of the socket. */
export function useLinkState(): LinkState {
  const { state } = useServices().link;
  return useSyncExternalStore(state.subscribe, state.get);
}

/** The admin token; null when there is none. */
export function useToken(): string | null {
  const { token } = useServices();
  return useSyncExternalStore(token.subscribe, token.get);
}

/** Which page is shown. */
export function useRoute(): Route {
  const { route } = useServices().router;
  return useSyncExternalStore(route.subscribe, route.get);
}
