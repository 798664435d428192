import { OperationTypeNode, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';

const DOCUMENTS_MAX = 1_000;
const TEXT_MAX_CHARS = 10_000;

/** Documents that have been parsed and found valid, by their text. */
export interface DocumentCache {
  /** Null for a text that is no valid document of the schema, or too long to be kept. */
  get(text: string): DocumentNode | null;
}

/** Parses and validates each text once. Full, it forgets the oldest: clients send few documents, again and again. */
export function createDocumentCache(schema: GraphQLSchema): DocumentCache {
  const known = new Map<string, DocumentNode | null>();
  return {
    get(text) {
      const found = known.get(text);
      if (found !== undefined) return found;
      if (text.length > TEXT_MAX_CHARS) return null;
      const document = readDocument(schema, text);
      const oldest = known.size >= DOCUMENTS_MAX ? known.keys().next().value : undefined;
      if (oldest !== undefined) known.delete(oldest);
      known.set(text, document);
      return document;
    },
  };
}

function readDocument(schema: GraphQLSchema, text: string): DocumentNode | null {
  try {
    const document = parse(text);
    const isValid = validate(schema, document).length === 0;
    const subscribes = document.definitions.some(
      (each) => 'operation' in each && each.operation === OperationTypeNode.SUBSCRIPTION,
    );
    return isValid && !subscribes ? document : null;
  } catch {
    return null;
  }
}
