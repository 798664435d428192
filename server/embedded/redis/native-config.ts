/**
 * Configuration for a native server whose working directory is its data folder. Given on standard input, so that the
 * password is neither in a file nor on the command line.
 */
export function nativeConfig({ port, password }: { port: number; password: string }): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    'dir ./',
    'daemonize no',
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    // A gate that was evicted would look like a sale that never opened.
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
}
