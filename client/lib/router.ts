import { routeOf, withSale, type Route } from './route.ts';
import { createStore, type Store } from './store.ts';

/** The part of the browser that the address is read from and written to. */
export interface AddressPlace {
  pathname(): string;
  search(): string;
  /** Shows another address without loading it. */
  push(href: string): void;
  /** Calls back when the reader goes back or forward. */
  onMove(moved: () => void): void;
}

/** Which page is shown. */
export interface Router {
  readonly route: Pick<Store<Route>, 'get' | 'subscribe'>;
  /** The address of a path, with the sale that was chosen. */
  hrefOf(this: void, path: string): string;
  go(this: void, path: string): void;
}

/** Follows the address, and changes it. */
export function createRouter(place: AddressPlace): Router {
  const read = (): Route => routeOf(place.pathname());
  const route = createStore(read());
  const follow = (): void => {
    const next = read();
    const { page, id } = route.get();
    if (next.page !== page || next.id !== id) route.set(next);
  };
  place.onMove(follow);
  const hrefOf = (path: string): string => withSale(path, place.search());
  return {
    route,
    hrefOf,
    go(path) {
      place.push(hrefOf(path));
      follow();
    },
  };
}

/** The place in a real browser. */
export function browserAddress(): AddressPlace {
  return {
    pathname: () => location.pathname,
    search: () => location.search,
    push: (href) => history.pushState(null, '', href),
    onMove: (moved) => addEventListener('popstate', moved),
  };
}
