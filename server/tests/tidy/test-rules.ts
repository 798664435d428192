import type { ProjectFile } from './house.ts';
import { isSource, isTest, type Rule } from './rule.ts';
import { sourceOf } from './source.ts';

const waits = /^(setTimeout|setInterval|sleep|delay|wait)$|\.(waitForTimeout|sleep|delay)$/;
const sleepers = /^(node:)?timers(\/promises)?$/;
/** Of a port that a test could listen on: those below 1024 stand in texts that are only read. */
const fixedAddress = /(localhost|127\.0\.0\.1|\[::1\]):(?!10[01]\d\b|102[0-3]\b)\d{4,5}\b/;
/** Tests of the configuration read addresses, they open none. */
const readsAddresses = /config[\w.-]*\.test\.ts$|^server\/tests\/tidy\//;

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
        text: `fetch('http://localhost:' + 4000); fetch('http://127.0.0.1:4000/')`,
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

function fixedPorts(file: ProjectFile): string[] {
  if (readsAddresses.test(file.path)) return [];
  const { calls, strings } = sourceOf(file);
  const listening = calls.filter(({ name, firstArgument }) => {
    return (
      name.endsWith('.listen') && (/^[1-9]\d*$/.test(firstArgument) || /\bport: [1-9]/.test(firstArgument))
    );
  });
  const addressed = strings.filter(({ name }) => fixedAddress.test(name));
  return [...listening, ...addressed].map(({ line, name }) => {
    return `${file.path}:${line} ${name}: listen on port 0 and ask which one it became`;
  });
}
