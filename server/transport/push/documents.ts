import {
  execute,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { readDocument, type Reading } from '../../graphql/read-document.ts';
import { mayCompile } from '../may-compile.ts';

const DOCUMENTS_MAX = 200;
const TEXT_MAX_CHARS = 10_000;
/** Compiling costs as much as many executions: not for a document of which one value is read. */
const COMPILED_AT_USE = 3;

/** Executes a subscription's selection on one value of its feed. */
export type Select = (args: ExecutionArgs, value: unknown) => ExecutionResult | PromiseLike<ExecutionResult>;

/** Documents as clients send them over WebSocket. */
export interface Documents {
  /** Parses and validates a text once, as long as it is remembered. */
  read(text: string): Reading;
  /** Compiles the selection when it is executed again and again, unless it is so long that this would take a while. */
  readonly select: Select;
}

interface Selection {
  uses: number;
  run: Select;
}

/** Few documents are sent by many clients: a thousand dashboards that connect at once cost one validation. */
export function createDocuments(schema: GraphQLSchema): Documents {
  const known = new Map<string, Reading>();
  const selections = new WeakMap<DocumentNode, Map<string, Selection>>();
  const compilable = new WeakSet<DocumentNode>();

  function selectionOf({ document, operationName }: ExecutionArgs): Selection {
    const byName = selections.get(document) ?? new Map<string, Selection>();
    selections.set(document, byName);
    const selection = byName.get(operationName ?? '') ?? { uses: 0, run: interpret };
    byName.set(operationName ?? '', selection);
    return selection;
  }

  return {
    read(text) {
      const found = known.get(text);
      if (found !== undefined) return found;
      const reading = readDocument(schema, text);
      if (text.length > TEXT_MAX_CHARS) return reading;
      const oldest = known.size >= DOCUMENTS_MAX ? known.keys().next().value : undefined;
      if (oldest !== undefined) known.delete(oldest);
      known.set(text, reading);
      if ('document' in reading && mayCompile(reading.document)) compilable.add(reading.document);
      return reading;
    },
    select(args, value) {
      const selection = selectionOf(args);
      selection.uses += 1;
      if (selection.uses === COMPILED_AT_USE && compilable.has(args.document))
        selection.run = compile(schema, args) ?? interpret;
      return selection.run(args, value);
    },
  };
}

const interpret: Select = (args, value) => execute({ ...args, rootValue: value });

function compile(schema: GraphQLSchema, { document, operationName }: ExecutionArgs): Select | null {
  const compiled = compileQuery(schema, document, operationName ?? undefined);
  if (!isCompiledQuery(compiled)) return null;
  return (args, value) => compiled.query(value, args.contextValue, args.variableValues ?? {});
}
