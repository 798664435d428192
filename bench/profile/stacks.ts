import type { CpuProfile, ProfileNode } from './cpu-profile.ts';

/** A function with everything that it called; `value` is time in it and below, microseconds. */
export interface Stack {
  readonly name: string;
  /** Where the function comes from. */
  readonly origin: 'product' | 'package' | 'node' | 'engine';
  value: number;
  readonly children: Map<string, Stack>;
}

/** What is no work of the process: a graph of CPU time leaves it out. */
const IDLE = new Set(['(idle)', '(program)']);

/** Turns samples into one tree: the same functions on the same stack are one box, whatever line they stood on. */
export function stacksOf({ nodes, samples, timeDeltas }: CpuProfile): Stack {
  const parents = new Map<number, ProfileNode>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) for (const child of node.children ?? []) parents.set(child, node);
  const self = new Map<number, number>();
  samples.forEach((id, at) => self.set(id, (self.get(id) ?? 0) + (timeDeltas[at] ?? 0)));

  const root: Stack = { name: 'all', origin: 'engine', value: 0, children: new Map() };
  for (const [id, micros] of self) {
    const node = byId.get(id);
    if (node === undefined || IDLE.has(node.callFrame.functionName)) continue;
    let stack = root;
    stack.value += micros;
    for (const frame of pathTo(node, parents)) {
      stack = childOf(stack, frame);
      stack.value += micros;
    }
  }
  return root;
}

/** From the outermost function to the sampled one. */
function pathTo(node: ProfileNode, parents: ReadonlyMap<number, ProfileNode>): ProfileNode[] {
  const path: ProfileNode[] = [];
  for (let at: ProfileNode | undefined = node; at !== undefined; at = parents.get(at.id)) {
    if (at.callFrame.functionName !== '(root)') path.push(at);
  }
  return path.reverse();
}

function childOf(stack: Stack, { callFrame }: ProfileNode): Stack {
  const { functionName, url } = callFrame;
  const name = `${functionName === '' ? '(anonymous)' : functionName}${placeOf(url)}`;
  const known = stack.children.get(name);
  if (known !== undefined) return known;
  const child: Stack = { name, origin: originOf(url), value: 0, children: new Map() };
  stack.children.set(name, child);
  return child;
}

/** The file below dist/, or the package: nothing of the machine that it ran on. */
function placeOf(url: string): string {
  const packaged = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (packaged !== undefined) return ` ${packaged}`;
  const own = /\/dist\/(.+)\.js$/.exec(url)?.[1];
  if (own !== undefined) return ` ${own}`;
  return url.startsWith('node:') ? ` ${url}` : '';
}

function originOf(url: string): Stack['origin'] {
  if (url.includes('/node_modules/')) return 'package';
  if (url.includes('/dist/')) return 'product';
  return url.startsWith('node:') ? 'node' : 'engine';
}
