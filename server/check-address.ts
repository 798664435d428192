import { createServer } from 'node:net';
import { wordsForListening } from './start-error.ts';

/** Listens for a moment: whether that works is to be known before anything is started or written. @throws StartError */
export function checkAddress(at: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(at.port, at.host, () => server.close(() => resolve()));
  }).catch(wordsForListening(at));
}
