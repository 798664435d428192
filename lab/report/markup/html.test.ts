import { expect, test } from 'vitest';
import { element } from './element.ts';
import { toHtml } from './html.ts';

test('elements are written with their attributes, lists flat, and nothing of what is not there', () => {
  const list = [element('li', { 'data-hot': true, title: undefined }, 'a'), null, [false as const, 'b']];
  expect(toHtml(element('ul', { class: 'x' }, list, element('br', {})))).toBe(
    '<ul class="x"><li data-hot="true">a</li>b<br></ul>',
  );
});

test('text stays text, and an attribute stays one', () => {
  const hostile = `</p><script>alert("1")</script>&amp;'`;
  const html = toHtml(element('p', { title: hostile }, hostile));
  const escaped = '&lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&#39;';
  expect(html).toBe(`<p title="${escaped}">${escaped}</p>`);
});
