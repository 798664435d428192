import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Context } from '../graphql/context.ts';
import { presentError } from '../graphql/present-error.ts';
import { createOperationCache, type Run } from './operation-cache.ts';

/** An answer ready to be written. */
export interface DirectAnswer {
  readonly contentType: string;
  readonly text: string;
}

/** A request as it came: `body` is its JSON, `accept` its header of that name. */
export interface DirectRequest {
  readonly body: unknown;
  readonly accept: string | undefined;
  readonly context: Context | Promise<Context>;
}

/** What became of it; null when this is a case for Apollo Server, and nothing has been executed. */
export type Directly = DirectAnswer | null;

/** Executes well-formed operations without Apollo Server between them and graphql. */
export interface DirectExecution {
  /**
   * Null for anything but a plain POST of a valid document with good variables. Else the answer, the same to the letter
   * as Apollo Server's, at once where no resolver waits.
   */
  execute(request: DirectRequest): Directly | Promise<Directly>;
}

interface PlainOperation {
  /** Its text, or the hash of a ready-made one. */
  readonly document: { readonly text: string } | { readonly sha256: string };
  readonly variables: Record<string, unknown> | null;
  readonly operationName: string | null;
}

/**
 * Half the CPU of a purchase was Apollo's pipeline: this skips it for documents that have been validated, and compiles those
 * that come again. `readyMade` are compiled now, and may be called by the SHA-256 of their text.
 */
export function createDirectExecution(
  schema: GraphQLSchema,
  readyMade: readonly string[] = [],
): DirectExecution {
  const operations = createOperationCache(schema, readyMade);
  return {
    execute({ body, accept, context }) {
      const contentType = contentTypeFor(accept);
      const operation = readOperation(body);
      if (contentType === null || operation === null) return null;
      const run = operations.get(operation);
      if (run === null) return null;
      return context instanceof Promise
        ? context.then((known) => answer(run, { operation, contentType, context: known }))
        : answer(run, { operation, contentType, context });
    },
  };
}

interface Prepared {
  readonly operation: PlainOperation;
  readonly contentType: string;
  readonly context: Context;
}

function answer(run: Run, { operation, contentType, context }: Prepared): Directly | Promise<Directly> {
  // No data at all: the variables or the operation's name were not good, and nothing was executed.
  const present = (result: ExecutionResult): Directly =>
    result.data === undefined ? null : { contentType, text: write(result, context) };
  const result = run(context, operation.variables);
  return result instanceof Promise ? result.then(present) : present(result);
}

function write({ data, errors }: ExecutionResult, context: Context): string {
  if (errors === undefined) return `${JSON.stringify({ data })}\n`;
  return `${JSON.stringify({ errors: errors.map((error) => presentError(error, error.toJSON(), context)), data })}\n`;
}

/** What Apollo Server would choose for the headers that clients really send; null for it to choose. */
function contentTypeFor(accept: string | undefined): string | null {
  if (accept === undefined || accept === '*/*' || accept === 'application/json')
    return 'application/json; charset=utf-8';
  if (accept.startsWith('application/graphql-response+json,'))
    return 'application/graphql-response+json; charset=utf-8';
  return null;
}

function readOperation(body: unknown): PlainOperation | null {
  if (!isRecord(body)) return null;
  for (const name in body) if (!KNOWN.has(name)) return null;
  const { variables = null, operationName = null } = body;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (variables !== null && !isRecord(variables)) return null;
  const document = readDocument(body);
  return document === null ? null : { document, variables, operationName };
}

const KNOWN = new Set(['query', 'variables', 'operationName', 'extensions']);

/** A text, or a hash alone: who sends both wants it registered, which is Apollo Server's work. */
function readDocument({ query, extensions }: Record<string, unknown>): PlainOperation['document'] | null {
  if (typeof query === 'string' && extensions === undefined) return { text: query };
  if (query !== undefined || !isRecord(extensions)) return null;
  const { persistedQuery, ...others } = extensions;
  if (!isRecord(persistedQuery) || Object.keys(others).length > 0) return null;
  const { version, sha256Hash } = persistedQuery;
  return version === 1 && typeof sha256Hash === 'string' ? { sha256: sha256Hash } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
