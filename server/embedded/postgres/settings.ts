import { totalmem } from 'node:os';

const MB = 1_048_576;
/** A sixteenth of the memory: with ten million orders one more takes Postgres 40 µs at 1 GB and 43 at 256 MB. */
const sharedMb = Math.min(1_024, Math.max(256, Math.floor(totalmem() / MB / 16)));

/**
 * How the embedded PostgreSQL runs, given on its command line so that a new version of ours changes them.
 * Durable without exception: an order that was acknowledged survives a power cut.
 */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // A drive's cache is only flushed by this method there.
  ...(process.platform === 'darwin' ? { wal_sync_method: 'fsync_writethrough' } : {}),
  max_connections: '200',
  shared_buffers: `${sharedMb}MB`,
  effective_cache_size: '1GB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  // Statements here take microseconds; compiling them takes milliseconds.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  listen_addresses: '127.0.0.1',
  // No socket in the shared temporary folder: loopback and a password are the way in.
  unix_socket_directories: '',
  logging_collector: 'off',
} as const;

/** The settings as arguments of `postgres`. */
export function settingArguments(port: number): string[] {
  return Object.entries({ ...SETTINGS, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
}
