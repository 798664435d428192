// npm test: types, lint and all tests. npm test -- server/domain: the tests below that path alone.
// The last line is "N passed, N failed", types and each lint step counting as one test.
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { checks } = await import('./lib/checks.mjs');
const { prepare } = await import('./lib/prepare.mjs');
const { Failure, say } = await import('./lib/say.mjs');
const { runTests } = await import('./lib/run-tests.mjs');

const paths = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const add = (counts) => {
  for (const [name, count] of Object.entries(counts)) total[name] += count;
};

try {
  await prepare({ dev: true });
  if (paths.length === 0) for (const passed of await checks()) add(passed ? { passed: 1 } : { failed: 1 });
  add(await runTests(paths));
} catch (error) {
  say(error instanceof Failure ? `\n${error.message}` : String(error?.stack ?? error));
  add({ failed: 1 });
}
const { passed, failed, skipped } = total;
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
