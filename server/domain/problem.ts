/** Codes a caller can act on. Anything else is a surprise, masked at the edge. */
export type ProblemCode = 'BAD_USER_INPUT' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'UNAVAILABLE' | 'CONFLICT';

/** A refusal that the caller can mend. Its message is shown as it is, so it says what to do and holds no secret. */
export class Problem extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.name = 'Problem';
    this.code = code;
  }
}
