import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, in that order: what begins last should be short, so that all workers end together. */
const LONGEST = [
  'server/tests/faults/replicas.test.ts',
  'server/tests/faults/postgres-faults.test.ts',
  'server/tests/start/',
  'server/tests/faults/redis-faults.test.ts',
  'server/simulation/simulation.test.ts',
  'server/tests/faults/sabotage.test.ts',
  'e2e/',
  'server/strategies/',
  'lab/',
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = LONGEST.findIndex((part) => moduleId.replaceAll('\\', '/').includes(`/${part}`));
  return place === -1 ? LONGEST.length : place;
};

/** Starts the longest files first, also on a machine that has never run them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
