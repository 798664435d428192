import { createElement, type ReactNode } from 'react';
import type { Markup } from '../../lab/report/markup/element.ts';

/** Shows what is drawn for reports as well. */
export function Drawn({ markup }: { readonly markup: Markup | readonly Markup[] }): ReactNode {
  return typeof markup === 'object' && !('tag' in markup) ? markup.map(nodeOf) : nodeOf(markup, 0);
}

function nodeOf(markup: Markup, key: number): ReactNode {
  if (typeof markup === 'string') return markup;
  const { tag, attributes, children } = markup;
  const properties = Object.entries(attributes).map(([name, value]) => [propertyOf(name), value]);
  return createElement(tag, { ...Object.fromEntries(properties), key }, ...children.map(nodeOf));
}

/** The name that React has for an attribute. */
function propertyOf(name: string): string {
  if (name === 'class') return 'className';
  if (/^(data|aria)-/.test(name)) return name;
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
