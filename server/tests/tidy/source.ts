import { parseSync, type ESTree, type ParseResult } from 'vite';
import type { ProjectFile } from './house.ts';
import { visitCode } from './visit-code.ts';
import { visitFunctions } from './visit-functions.ts';
import { visitModules } from './visit-modules.ts';

/** A place in a source file; lines count from 1. */
export interface Place {
  readonly line: number;
  readonly name: string;
}

export interface Import extends Place {
  /** True for `import type`, which leaves nothing at run time. */
  readonly typeOnly: boolean;
}

export interface Export extends Place {
  readonly documented: boolean;
}

export interface FunctionSpan extends Place {
  readonly lines: number;
}

/** What the rules want to know of one source file. */
export interface Source {
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
  readonly functions: readonly FunctionSpan[];
  readonly defaultExports: readonly Place[];
  readonly anys: readonly Place[];
  readonly nonNulls: readonly Place[];
  readonly casts: readonly Place[];
  /** Every call, named as it is written: `setTimeout`, `page.waitForTimeout`, `new Pool`. */
  readonly calls: readonly Call[];
  /** Every `process.env`. */
  readonly environmentReads: readonly Place[];
}

export interface Call extends Place {
  /** The first argument as written, or an empty text. */
  readonly firstArgument: string;
}

const parsed = new WeakMap<ProjectFile, Source>();

/** Parses a file once; every rule after that reads the same answer. */
export function sourceOf(file: ProjectFile): Source {
  const known = parsed.get(file);
  if (known) return known;
  const source = parse(file);
  parsed.set(file, source);
  return source;
}

function parse(file: ProjectFile): Source {
  const { program, comments, errors } = parseSync(file.path, file.text);
  const error = errors[0];
  if (error) throw new Error(`${file.path} does not parse: ${error.message}`);
  const lineAt = lineCounter(file.text);
  const documentedAt = docFinder(file.text, comments);
  const text = (node: ESTree.Span): string => file.text.slice(node.start, node.end);
  return {
    ...visitModules(program, lineAt, documentedAt),
    ...visitCode(program, lineAt, text),
    functions: visitFunctions(program, lineAt),
  };
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    const after = starts.findIndex((start) => start > offset);
    return after < 0 ? starts.length : after;
  };
}

/** Tells whether a docstring ends right above an offset. */
function docFinder(text: string, comments: ParseResult['comments']): (offset: number) => boolean {
  const docs = comments.filter((comment) => comment.type === 'Block' && comment.value.startsWith('*'));
  return (offset) => docs.some((doc) => doc.end <= offset && text.slice(doc.end, offset).trim() === '');
}
