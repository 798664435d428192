import { Visitor, type ESTree } from 'vite';
import type { Call, Place, Source } from './source.ts';

type CodeFacts = Pick<Source, 'anys' | 'nonNulls' | 'casts' | 'calls' | 'environmentReads'>;

/** Escapes from the type system, calls and reads of the environment. */
export function visitCode(
  program: ESTree.Program,
  lineAt: (offset: number) => number,
  text: (node: ESTree.Span) => string,
): CodeFacts {
  const facts = {
    anys: [] as Place[],
    nonNulls: [] as Place[],
    casts: [] as Place[],
    calls: [] as Call[],
    environmentReads: [] as Place[],
  };
  const place = (node: ESTree.Span): Place => ({ line: lineAt(node.start), name: text(node) });
  new Visitor({
    TSAnyKeyword: (node) => void facts.anys.push(place(node)),
    TSNonNullExpression: (node) => void facts.nonNulls.push(place(node)),
    TSAsExpression: (node) => {
      if (text(node.typeAnnotation) !== 'const') facts.casts.push(place(node));
    },
    CallExpression: (node) => {
      const first = node.arguments[0];
      facts.calls.push({
        line: lineAt(node.start),
        name: text(node.callee),
        firstArgument: first ? text(first) : '',
      });
    },
    NewExpression: (node) => {
      const first = node.arguments[0];
      facts.calls.push({
        line: lineAt(node.start),
        name: `new ${text(node.callee)}`,
        firstArgument: first ? text(first) : '',
      });
    },
    MemberExpression: (node) => {
      if (text(node) === 'process.env') facts.environmentReads.push(place(node));
    },
  }).visit(program);
  return facts;
}
