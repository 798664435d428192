import { Visitor, type ESTree } from 'vite';
import type { FunctionSpan } from './source.ts';

/** A `describe` gathers tests and is as long as they are: it doesn't count as a function. */
export function visitFunctions(program: ESTree.Program, lineAt: (offset: number) => number): FunctionSpan[] {
  const functions: FunctionSpan[] = [];
  const gathering = new Set<ESTree.Node>();
  const add = (node: ESTree.Function | ESTree.ArrowFunctionExpression): void => {
    if (gathering.has(node)) return;
    const line = lineAt(node.start);
    const name = node.type !== 'ArrowFunctionExpression' && node.id ? node.id.name : 'a function';
    functions.push({ line, name, lines: lineAt(node.end) - line + 1 });
  };
  new Visitor({
    CallExpression: (node) => {
      const callee = rootName(node.callee);
      if (callee === 'describe' || callee === 'suite') for (const each of node.arguments) gathering.add(each);
    },
    FunctionDeclaration: add,
    FunctionExpression: add,
    ArrowFunctionExpression: add,
  }).visit(program);
  return functions;
}

/** `describe` of `describe.each(table)(...)`. */
function rootName(node: ESTree.Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return rootName(node.object);
  if (node.type === 'CallExpression') return rootName(node.callee);
  return '';
}
