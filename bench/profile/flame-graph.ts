import type { Stack } from './stacks.ts';

const WIDTH = 1_200;
const ROW = 18;
const HEAD = 40;
const CHAR = 6.4;
/** Boxes that are narrower say nothing and make the file large. */
const WIDTH_MIN = 1.2;
const DEPTH_MAX = 40;

const FILLS = { product: '#d97706', package: '#6d83a6', node: '#5d9a77', engine: '#9b8fa8' } as const;
const WORDS = { product: 'the product', package: 'packages', node: 'node', engine: 'V8' } as const;

/** Draws time on the stack: a box is a function, as wide as the CPU time in it and below it, callers above callees. */
export function flameGraph(root: Stack, title: string): string {
  const boxes: string[] = [];
  let rows = 0;
  const draw = (stack: Stack, x: number, depth: number): void => {
    const width = (stack.value / root.value) * WIDTH;
    if (width < WIDTH_MIN || depth > DEPTH_MAX) return;
    rows = Math.max(rows, depth + 1);
    boxes.push(box(stack, root, { x, y: HEAD + depth * ROW, width }));
    let at = x;
    for (const child of [...stack.children.values()].sort((a, b) => b.value - a.value)) {
      draw(child, at, depth + 1);
      at += (child.value / root.value) * WIDTH;
    }
  };
  draw(root, 0, 0);
  const height = HEAD + rows * ROW + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title)}">
<style>text{font:11px ui-monospace,Menlo,Consolas,monospace;fill:#111}.t{font-size:14px}rect{stroke:#fff;stroke-width:.6}</style>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text class="t" x="4" y="16">${escape(title)}</text>
${legend()}
${boxes.join('\n')}
</svg>
`;
}

function box(stack: Stack, root: Stack, { x, y, width }: { x: number; y: number; width: number }): string {
  const share = `${((stack.value / root.value) * 100).toFixed(1)} %`;
  const room = Math.floor((width - 6) / CHAR);
  const text = stack.name.length <= room ? stack.name : `${stack.name.slice(0, Math.max(0, room - 1))}…`;
  const label = room < 4 ? '' : `<text x="${round(x + 3)}" y="${y + 13}">${escape(text)}</text>`;
  const shape = `<rect x="${round(x)}" y="${y}" width="${round(width)}" height="${ROW}" fill="${FILLS[stack.origin]}"/>`;
  return `<g><title>${escape(`${stack.name}: ${share}`)}</title>${shape}${label}</g>`;
}

function legend(): string {
  return (['product', 'package', 'node', 'engine'] as const)
    .map((origin, at) => {
      const x = 4 + at * 120;
      return `<rect x="${x}" y="23" width="10" height="10" fill="${FILLS[origin]}"/><text x="${x + 15}" y="32">${WORDS[origin]}</text>`;
    })
    .join('');
}

const round = (value: number): string => String(Math.round(value * 10) / 10);

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
