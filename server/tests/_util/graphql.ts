/** What came back, unjudged. */
export interface RawAnswer {
  readonly status: number;
  readonly body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions?: Record<string, unknown> }[];
  };
}

/** Sends one operation as text, past every client: for requests that no client would make. */
export async function postGraphql(
  url: string,
  operation: { query: string; variables?: unknown } | string,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof operation === 'string' ? operation : JSON.stringify(operation),
  });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) as RawAnswer['body'] };
}
