import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');

/** The light and the dark value of a colour of the palette. */
function pairOf(tokens: string, name: string): readonly string[] {
  const found = new RegExp(`--color-${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(tokens);
  return found?.slice(1) ?? [];
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test('the parts of a time bar that are one colour stand out from the page in both themes', async () => {
  const [tokens, rules] = await Promise.all([read('tokens.css'), read('comparison.css')]);
  const surface = pairOf(tokens, 'surface');
  const parts = [...rules.matchAll(/\.time-share\[data-span='(\w+)'\] \{\s*fill: var\(--color-([\w-]+)\);/g)];
  expect(parts.map(([, span]) => span)).toEqual(['eventLoop', 'redis', 'statements', 'commit']);
  for (const [, , name = ''] of parts) {
    const fill = pairOf(tokens, name);
    expect(fill).toHaveLength(2);
    for (const [theme, hex] of fill.entries()) expect(contrast(hex, surface[theme] ?? '')).toBeGreaterThan(3);
  }
});
