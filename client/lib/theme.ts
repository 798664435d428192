import { createStore } from './store.ts';

/** What the reader chose; `system` follows the operating system. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'flash-sale.theme';

/** The order in which the switch goes round. */
export const themes = ['system', 'light', 'dark'] as const satisfies readonly Theme[];

const store = createStore<Theme>(remembered());

/** The theme in use. theme.js has applied it before the first paint. */
export const theme = { get: store.get, subscribe: store.subscribe };

/** Shows the page in another theme, and remembers it. */
export function setTheme(next: Theme): void {
  if (next === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
  store.set(next);
}

function remembered(): Theme {
  const applied = typeof document === 'undefined' ? undefined : document.documentElement.dataset['theme'];
  return applied === 'light' || applied === 'dark' ? applied : 'system';
}
