import { expect, test } from 'vitest';
import { createRouter, type AddressPlace } from './router.ts';
import { routeOf, saleOf } from './route.ts';

function browser(start: string) {
  const visited = [start];
  let moved = (): void => {};
  const here = (): URL => new URL(visited.at(-1) ?? '/', 'http://localhost');
  const place: AddressPlace = {
    pathname: () => here().pathname,
    search: () => here().search,
    push: (href) => void visited.push(href),
    onMove: (listener) => (moved = listener),
  };
  return {
    place,
    visited,
    back() {
      visited.pop();
      moved();
    },
  };
}

test.each([
  ['/', 'live', null],
  ['/witness', 'witness', null],
  ['/compare', 'compare', null],
  ['/witness/', 'witness', null],
  ['/witness/01a2-b', 'witness', '01a2-b'],
  ['/witness/a/b', null, null],
  ['/nowhere', null, null],
  ['/witness/%E0%A4%A', 'witness', '%E0%A4%A'],
])('%s shows %s', (path, page, id) => {
  expect(routeOf(path)).toEqual({ page, id });
});

test('going somewhere changes address and page, and going back undoes it', () => {
  const { place, visited, back } = browser('/');
  const router = createRouter(place);
  const seen: unknown[] = [];
  router.route.subscribe(() => seen.push(router.route.get().page));
  router.go('/witness/1');
  back();
  expect(visited).toEqual(['/']);
  expect(seen).toEqual(['witness', 'live']);
});

test('the chosen sale goes along', () => {
  const { place, visited } = browser('/?sale=7&other=1');
  const router = createRouter(place);
  expect(router.hrefOf('/witness')).toBe('/witness?sale=7');
  router.go('/?strategy=ROW_LOCK');
  expect(visited.at(-1)).toBe('/?strategy=ROW_LOCK&sale=7');
});

test('an empty number names no sale', () => {
  expect(['?sale=7', '?sale=', ''].map(saleOf)).toEqual(['7', null, null]);
});
