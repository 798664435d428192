import type { Attributes, Markup } from './element.ts';

const VOID = new Set(['meta', 'br']);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** A hundredth of a unit is nothing that could be seen. */
const textOf = (value: Attributes[string]): string =>
  String(typeof value === 'number' ? Number(value.toFixed(2)) : value);

/** Markup as HTML. Whatever its texts and attributes say, they stay texts and attributes. */
export function toHtml(markup: Markup): string {
  if (typeof markup === 'string') return escape(markup);
  const { tag, attributes, children } = markup;
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escape(textOf(value))}"`);
  const open = `<${tag}${written.join('')}>`;
  return VOID.has(tag) ? open : `${open}${children.map(toHtml).join('')}</${tag}>`;
}
