import { Visitor, type ESTree } from 'vite';
import type { Export, Import, Place, Source } from './source.ts';

type ModuleFacts = Pick<Source, 'imports' | 'exports' | 'defaultExports'>;

/** Imports, exports and whether each export says what it is. */
export function visitModules(
  program: ESTree.Program,
  lineAt: (offset: number) => number,
  documentedAt: (offset: number) => boolean,
): ModuleFacts {
  const imports: Import[] = [];
  const exports: Export[] = [];
  const defaultExports: Place[] = [];
  const addImport = (from: ESTree.StringLiteral, typeOnly: boolean): void => {
    imports.push({ line: lineAt(from.start), name: from.value, typeOnly });
  };
  new Visitor({
    ImportDeclaration: (node) => addImport(node.source, node.importKind === 'type'),
    ExportAllDeclaration: (node) => addImport(node.source, node.exportKind === 'type'),
    ImportExpression: ({ source }) => {
      if (source.type === 'Literal' && typeof source.value === 'string') {
        imports.push({ line: lineAt(source.start), name: source.value, typeOnly: false });
      }
    },
    ExportDefaultDeclaration: (node) => {
      defaultExports.push({ line: lineAt(node.start), name: 'default' });
    },
    ExportNamedDeclaration: (node) => {
      if (node.source) addImport(node.source, node.exportKind === 'type');
      const { declaration } = node;
      if (!declaration) return;
      const start = Math.min(node.start, ...decoratorStarts(declaration));
      const documented = documentedAt(start);
      for (const name of declaredNames(declaration))
        exports.push({ line: lineAt(node.start), name, documented });
    },
  }).visit(program);
  return { imports, exports, defaultExports };
}

function decoratorStarts(declaration: ESTree.Declaration): number[] {
  return declaration.type === 'ClassDeclaration' ? declaration.decorators.map((each) => each.start) : [];
}

function declaredNames(declaration: ESTree.Declaration): string[] {
  if (declaration.type === 'VariableDeclaration') {
    return declaration.declarations.map((each) =>
      each.id.type === 'Identifier' ? each.id.name : '(pattern)',
    );
  }
  return 'id' in declaration && declaration.id?.type === 'Identifier' ? [declaration.id.name] : [];
}
