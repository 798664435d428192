/** The pages, in the order of the navigation. A line here adds an entry; app/app.tsx says what it shows. */
export const pages = [
  { name: 'live', title: 'Live', path: '/' },
  { name: 'witness', title: 'Witness', path: '/witness' },
  { name: 'compare', title: 'Compare', path: '/compare' },
  { name: 'steps', title: 'Steps', path: '/steps' },
] as const;

/** A page that there is. */
export type PageName = (typeof pages)[number]['name'];

/** Where the reader is: a page, and of it one thing where its address names one. Null is an address without a page. */
export interface Route {
  readonly page: PageName | null;
  readonly id: string | null;
}

/** What a path shows: /witness, /witness/<id>. A trailing slash makes no difference. */
export function routeOf(pathname: string): Route {
  const [, folder = '', id = '', ...rest] = pathname.split('/');
  const page = pages.find(({ path }) => path === `/${folder}`);
  if (page === undefined || rest.some((part) => part !== '')) return { page: null, id: null };
  return { page: page.name, id: id === '' ? null : decode(id) };
}

/** The sale that an address names by `?sale=`; null when it names none. */
export function saleOf(search: string): string | null {
  const sale = new URLSearchParams(search).get('sale');
  return sale === null || sale === '' ? null : sale;
}

/** A path with the sale that the reader has chosen: `?sale=` goes along. */
export function withSale(path: string, search: string): string {
  const sale = saleOf(search);
  if (sale === null) return path;
  return `${path}${path.includes('?') ? '&' : '?'}sale=${encodeURIComponent(sale)}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
