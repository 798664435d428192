import { createStore, type Store } from './store.ts';

const KEY = 'flash-sale.admin-token';

/** The part of the browser that the token comes from and is kept in. */
export interface TokenPlace {
  readonly hash: string;
  /** Takes the fragment out of the address bar, so that the token is not shared with a copied link. */
  clearHash(): void;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
}

/** The admin token of this browser; null when there is none. */
export type TokenStore = Store<string | null>;

/** Reads `#token=...` (and removes it from the URL), else what was kept; every later change is kept. */
export function createTokenStore(place: TokenPlace): TokenStore {
  const given = new URLSearchParams(place.hash.replace(/^#/, '')).get('token')?.trim();
  if (given) {
    place.storage.setItem(KEY, given);
    place.clearHash();
  }
  const store = createStore(place.storage.getItem(KEY));
  store.subscribe(() => {
    const value = store.get();
    if (value === null) place.storage.removeItem(KEY);
    else place.storage.setItem(KEY, value);
  });
  return store;
}

/** The place in a real browser. */
export function browserPlace(): TokenPlace {
  return {
    hash: location.hash,
    clearHash: () => history.replaceState(null, '', location.pathname + location.search),
    storage: localStorage,
  };
}
