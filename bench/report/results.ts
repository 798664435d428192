import { cpus, platform, release, totalmem } from 'node:os';
import type { Findings } from '../part.ts';

/** What a part found, and how long it took. */
export interface PartResult extends Findings {
  readonly name: string;
  readonly title: string;
  readonly seconds: number;
}

/** Where it was measured. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
}

/** A whole run, as it is written to a file. */
export interface Results {
  readonly at: string;
  readonly machine: Machine;
  readonly secondsEach: number;
  readonly rounds: number;
  readonly parts: readonly PartResult[];
}

/** This machine. */
export function machine(): Machine {
  const [first] = cpus();
  return {
    cores: cpus().length,
    cpu: first?.model.trim() ?? '',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
  };
}

/** The books that were not exact. */
export function wrongBooks({ parts }: Pick<Results, 'parts'>): string[] {
  return parts.flatMap(({ name, books }) =>
    books
      .filter(({ isExact }) => !isExact)
      .map(
        ({ saleId, strategy, confirmed, orders, verdict }) =>
          `${name}: sale ${saleId} by ${strategy}: ${confirmed} confirmed, ${orders} orders, ${verdict}`,
      ),
  );
}
