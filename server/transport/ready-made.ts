import { print } from 'graphql';
import * as documents from '../../schema/generated/operations.ts';

/** The texts of the operations that the SDK and the dashboard send: known before the first of them comes. */
export const readyMadeOperations: readonly string[] = Object.values(documents).map((document) =>
  print(document),
);
