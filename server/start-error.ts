/** Why the server can't start, in words for the person who started it: printed without a stack, exit code 1. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** Turns the system's refusal to listen into a StartError that names the variable to set; rethrows anything else. */
export function wordsForListening({ host, port }: { host: string; port: number }): (error: unknown) => never {
  const unknown = `${host} is not a known host name. Set HOST, e.g. HOST=127.0.0.1.`;
  const words = new Map([
    [
      'EADDRINUSE',
      `Port ${port} of ${host} is taken by another program. Set PORT to a free one, e.g. PORT=${port + 1}.`,
    ],
    ['EACCES', `This user may not listen on port ${port}. Set PORT to one above 1023, e.g. PORT=4000.`],
    ['EADDRNOTAVAIL', `${host} is not an address of this machine. Set HOST, e.g. HOST=127.0.0.1.`],
    ['ENOTFOUND', unknown],
    ['EAI_AGAIN', unknown],
  ]);
  return (error) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const message = words.get(code);
    throw message === undefined ? error : new StartError(message, { cause: error });
  };
}
