/** What stands in an attribute; undefined leaves it out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element by its HTML or SVG name, with the attributes' own names (`class`, `text-anchor`). */
export interface Element {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly children: readonly Markup[];
}

/**
 * A piece of a page as data: a report writes it as HTML, the dashboard gives it to React. Text is text until then, so
 * that there is one place where it is escaped.
 */
export type Markup = string | Element;

/** What an element may be given: lists are flattened, and what is not to be shown may be null or false. */
export type Child = Markup | null | false | readonly Child[];

/** An element. */
export function element(tag: string, attributes: Attributes, ...children: readonly Child[]): Element {
  return { tag, attributes, children: flat(children) };
}

function flat(children: readonly Child[]): Markup[] {
  return children.flatMap((child) => {
    if (child === null || child === false || child === '') return [];
    return isList(child) ? flat(child) : [child];
  });
}

const isList = (child: Child): child is readonly Child[] => Array.isArray(child);
