import {
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type ParseOptions,
} from 'graphql';
import { limits } from '../domain/limits.ts';
import { operationLimits } from './operation-cost.ts';

/** What came of a text: a document that is valid, or what is wrong with it, with the codes that Apollo Server gives. */
export type Reading = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/** How every text is parsed, and what is asked of a document beside what GraphQL asks, whoever reads it. */
export const parseOptions: ParseOptions = { maxTokens: limits.operationTokensMax };
export const ownRules = [operationLimits];

/** Parses and validates. */
export function readDocument(schema: GraphQLSchema, text: string): Reading {
  try {
    const document = parse(text, parseOptions);
    const errors = validate(schema, document, [...specifiedRules, ...ownRules]);
    if (errors.length === 0) return { document };
    return { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [withCode(error, 'GRAPHQL_PARSE_FAILED')] };
    throw error;
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  Object.assign(error.extensions, { code });
  return error;
}
