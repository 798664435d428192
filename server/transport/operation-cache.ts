import { createHash } from 'node:crypto';
import {
  execute,
  getOperationAST,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { readDocument } from '../graphql/read-document.ts';
import { mayCompile } from './may-compile.ts';

const DOCUMENTS_MAX = 1_000;
/** Of a text that is kept. */
export const TEXT_MAX_CHARS = 10_000;

/** Values of an operation's variables, as they came. */
export type Variables = Readonly<Record<string, unknown>> | null;

/** An operation that is known to be valid. Its result has no data when the variables were not good: nothing was executed then. */
export type Run = (context: unknown, variables: Variables) => ExecutionResult | Promise<ExecutionResult>;

/** One operation of a document: of its text, or of the SHA-256 (hex) of a ready-made one's. */
export interface Wanted {
  readonly document: { readonly text: string } | { readonly sha256: string };
  readonly operationName: string | null;
}

/** Operations by the text of their document. */
export interface OperationCache {
  /** Null for a text that is no valid document of the schema, subscribes, or is too long to be kept, and for an unknown hash. */
  get(wanted: Wanted): Run | null;
}

interface Entry {
  readonly document: DocumentNode;
  /** Functions made of its operations, by name. */
  readonly compiled: Map<string | null, Run>;
  readonly mayCompile: boolean;
  uses: number;
}

/**
 * Parses and validates each text once, and compiles it to a function when it comes again. Full, it forgets the oldest:
 * clients send few documents, again and again. Those that are ready-made are compiled at once and never forgotten.
 * What may not be compiled is left to graphql.
 */
export function createOperationCache(
  schema: GraphQLSchema,
  readyMade: readonly string[] = [],
): OperationCache {
  const kept = new Map<string, Entry | null>();
  const byHash = new Map<string, Entry | null>();
  const known = new Map<string, Entry | null>();
  for (const text of readyMade) {
    const entry = readEntry(schema, text);
    kept.set(text, entry);
    byHash.set(sha256Of(text), entry);
    const name = entry === null ? undefined : getOperationAST(entry.document)?.name?.value;
    if (entry?.mayCompile && name !== undefined) entry.compiled.set(name, compileInto(schema, entry, null));
  }

  let last: { readonly text: string; readonly entry: Entry | null } = { text: '', entry: null };

  /** Texts come in runs of the same. Comparing one reads it once; a look-up hashes it first. */
  function entryOf(text: string): Entry | null {
    if (text === last.text) return last.entry;
    const found = kept.get(text) ?? known.get(text);
    const entry = found === undefined ? learn(text) : found;
    if (text.length <= TEXT_MAX_CHARS) last = { text, entry };
    return entry;
  }

  function learn(text: string): Entry | null {
    if (text.length > TEXT_MAX_CHARS) return null;
    const entry = readEntry(schema, text);
    const oldest = known.size >= DOCUMENTS_MAX ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(text, entry);
    return entry;
  }

  return {
    get({ document, operationName }) {
      const entry = 'text' in document ? entryOf(document.text) : (byHash.get(document.sha256) ?? null);
      if (entry === null) return null;
      const compiled = entry.compiled.get(operationName);
      if (compiled !== undefined) return compiled;
      // Names that are not there are the client's, and as many as it likes: nothing is kept for them.
      if (getOperationAST(entry.document, operationName) === null) return null;
      entry.uses += 1;
      if (entry.uses === 1 || !entry.mayCompile) return interpret(schema, entry.document, operationName);
      return compileInto(schema, entry, operationName);
    },
  };
}

/** The name under which a ready-made document may be called. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function readEntry(schema: GraphQLSchema, text: string): Entry | null {
  const reading = readDocument(schema, text);
  if ('errors' in reading) return null;
  const { document } = reading;
  const subscribes = document.definitions.some(
    (each) => 'operation' in each && each.operation === OperationTypeNode.SUBSCRIPTION,
  );
  return subscribes ? null : { document, compiled: new Map(), mayCompile: mayCompile(document), uses: 0 };
}

function compileInto(schema: GraphQLSchema, entry: Entry, operationName: string | null): Run {
  const run =
    compile(schema, entry.document, operationName) ?? interpret(schema, entry.document, operationName);
  entry.compiled.set(operationName, run);
  return run;
}

function interpret(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): Run {
  return (contextValue, variableValues) =>
    execute({ schema, document, contextValue, variableValues, operationName });
}

/** Null where there is nothing to compile: no operation of that name, say. */
function compile(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): Run | null {
  const compiled = compileQuery(schema, document, operationName ?? undefined);
  if (!isCompiledQuery(compiled)) return null;
  return (context, variables) => compiled.query(undefined, context, variables ?? {});
}
