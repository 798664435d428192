import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';

const REPORT = '.cache/vitest.json';

/** A file that could not be loaded has no tests to count, yet it failed. */
function brokenFiles({ testResults }) {
  const broken = ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
  return testResults.filter(broken).length;
}

function readReport() {
  try {
    const report = JSON.parse(readFileSync(join(root, REPORT), 'utf8'));
    const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests } = report;
    return { passed, failed: numFailedTests + brokenFiles(report), skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/** Runs the tests below `paths`, all when empty, and counts them. A run that fails otherwise is one failure. */
export async function runTests(paths) {
  rmSync(join(root, REPORT), { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  // Stopped, it still stops the stores it started.
  const { code } = await run([process.execPath, vitest, 'run', ...reporters, ...paths], {
    cwd: root,
    graceMs: 15_000,
  });
  const counts = readReport();
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
