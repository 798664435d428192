import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Context } from '../graphql/context.ts';
import { presentError } from '../graphql/present-error.ts';
import { createOperationCache } from './operation-cache.ts';

/** An answer ready to be written. */
export interface DirectAnswer {
  readonly contentType: string;
  readonly text: string;
}

/** Executes well-formed operations without Apollo Server between them and graphql. */
export interface DirectExecution {
  /**
   * Null when this is a case for Apollo Server: anything but a plain POST of a valid document with good variables. Then
   * nothing has been executed. Else the answer, the same to the letter as Apollo Server's.
   */
  execute(
    body: unknown,
    accept: string | undefined,
    context: () => Promise<Context>,
  ): Promise<DirectAnswer | null>;
}

interface PlainOperation {
  readonly query: string;
  readonly variables: Record<string, unknown> | null;
  readonly operationName: string | null;
}

/** Half the CPU of a purchase was Apollo's pipeline: this skips it for documents that have been validated, and compiles those that come again. */
export function createDirectExecution(schema: GraphQLSchema): DirectExecution {
  const operations = createOperationCache(schema);
  return {
    async execute(body, accept, makeContext) {
      const contentType = contentTypeFor(accept);
      const operation = readOperation(body);
      if (contentType === null || operation === null) return null;
      const run = operations.get(operation.query, operation.operationName);
      if (run === null) return null;
      const contextValue = await makeContext();
      const result = await run(contextValue, operation.variables);
      // No data at all: the variables or the operation's name were not good, and nothing was executed.
      if (result.data === undefined) return null;
      return { contentType, text: write(result, contextValue) };
    },
  };
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
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
  const { query, variables = null, operationName = null, ...rest } = body as Record<string, unknown>;
  if (typeof query !== 'string' || Object.keys(rest).length > 0) return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (variables !== null && (typeof variables !== 'object' || Array.isArray(variables))) return null;
  return { query, variables: variables as Record<string, unknown> | null, operationName };
}
