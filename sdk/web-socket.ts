/**
 * The WebSocket of this platform: every browser and Node from 22 on have one, Node 20 takes it from the package `ws`.
 * The name of the package stands in a variable so that a bundler for browsers doesn't follow it.
 */
export async function webSocketClass(): Promise<unknown> {
  if (globalThis.WebSocket !== undefined) return globalThis.WebSocket;
  const name = 'ws';
  const { WebSocket }: typeof import('ws') = await import(/* @vite-ignore */ name);
  return WebSocket;
}
