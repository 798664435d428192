import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildClient, CLIENT_INPUTS } from './build-client.mjs';
import { buildServer, SERVER_INPUTS } from './build-server.mjs';
import { contentHash } from './files.mjs';
import { root } from './root.mjs';
import { say, since } from './say.mjs';

const STAMPS = join(root, 'dist', '.built.json');
const PARTS = [
  {
    name: 'server',
    words: 'the server',
    needs: 'server',
    result: 'dist/server',
    inputs: SERVER_INPUTS,
    build: buildServer,
  },
  {
    name: 'client',
    words: 'the dashboard',
    needs: 'client/index.html',
    result: 'dist/client',
    inputs: CLIENT_INPUTS,
    build: buildClient,
  },
];

function readStamps() {
  try {
    return JSON.parse(readFileSync(STAMPS, 'utf8'));
  } catch {
    return {};
  }
}

/** The parts, all or those of these names, whose inputs changed since they were built. Without sources (a packaged server) nothing is stale. */
export function staleParts(names = PARTS.map(({ name }) => name)) {
  if (!existsSync(join(root, 'server', 'main.ts')) && existsSync(join(root, 'dist', 'server', 'main.js')))
    return [];
  const stamps = readStamps();
  return PARTS.filter(({ name, needs }) => names.includes(name) && existsSync(join(root, needs)))
    .map((part) => ({ ...part, hash: contentHash(part.inputs) }))
    .filter(({ name, hash, result }) => stamps[name] !== hash || !existsSync(join(root, result)));
}

/** Builds what is stale; each part is recorded as soon as it is whole. */
export async function build(names) {
  for (const part of staleParts(names)) {
    const from = performance.now();
    say(`Building ${part.words} ...`);
    await part.build();
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(STAMPS, JSON.stringify({ ...readStamps(), [part.name]: part.hash }));
    say(`Built ${part.words} in ${since(from)}`);
  }
}
