import type { ProjectFile } from './house.ts';
import { isSource, isTest, type Rule } from './rule.ts';
import { sourceOf } from './source.ts';

const waits = /^(setTimeout|setInterval|sleep|delay|wait)$|\.(waitForTimeout|sleep|delay)$/;
const sleepers = /^(node:)?timers(\/promises)?$/;
const opens = /^(fetch|new WebSocket|new Redis|new Client|createClient)$|\.(connect|goto|request)$/;
const fixedAddress = /:[1-9]\d{3,4}\b/;

export const testRules: readonly Rule[] = [
  {
    title: 'no test sleeps',
    check: (files) => files.filter((file) => isSource(file) && isTest(file)).flatMap(sleeps),
    breaches: [
      { path: 'server/tests/stats.test.ts', text: 'await new Promise((done) => setTimeout(done, 50));' },
    ],
  },
  {
    title: 'no test takes a fixed port',
    check: (files) => files.filter((file) => isSource(file) && isTest(file)).flatMap(fixedPorts),
    breaches: [
      { path: 'server/tests/stats.test.ts', text: 'server.listen(4000);' },
      {
        path: 'server/tests/stats.test.ts',
        text: `await fetch('http://127.0.0.1:4000/graphql')`,
      },
    ],
  },
];

function sleeps(file: ProjectFile): string[] {
  const { calls, imports } = sourceOf(file);
  const found = [
    ...calls.filter(({ name }) => waits.test(name)),
    ...imports.filter(({ name }) => sleepers.test(name)),
  ];
  return found.map(
    ({ line, name }) => `${file.path}:${line} ${name}: wait for the event itself, or poll with expect.poll`,
  );
}

/** Only what is opened counts: an address in a text that is compared harms nobody. */
function fixedPorts(file: ProjectFile): string[] {
  return sourceOf(file)
    .calls.filter(({ name, firstArgument }) => {
      const listens = name.endsWith('.listen') && /^[1-9]\d*$|\bport: [1-9]/.test(firstArgument);
      return listens || (opens.test(name) && fixedAddress.test(firstArgument));
    })
    .map(({ line, name }) => `${file.path}:${line} ${name}: listen on port 0 and ask which one it became`);
}
