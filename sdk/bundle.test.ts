import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { expect, test } from 'vitest';

test('a bundle for browsers holds neither ws nor anything of Node', async () => {
  const modules: string[] = [];
  const list: Plugin = {
    name: 'list-modules',
    generateBundle(_options, bundle) {
      for (const each of Object.values(bundle)) {
        if (each.type === 'chunk') modules.push(...each.moduleIds, ...each.imports, ...each.dynamicImports);
      }
    },
  };
  const entry = fileURLToPath(new URL('index.ts', import.meta.url));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['es'] } },
    plugins: [list],
  });
  expect(modules.some((id) => id.includes('graphql-ws'))).toBe(true);
  expect(modules.filter((id) => /node_modules\/ws\/|^node:|^ws$|browser-external/.test(id))).toEqual([]);
});
