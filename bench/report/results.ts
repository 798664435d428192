import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import type { Findings } from '../part.ts';

/** What a part found, and how long it took. */
export interface PartResult extends Findings {
  readonly name: string;
  readonly title: string;
  /** False when it failed on the way: then it has no rows. */
  readonly isMeasured: boolean;
  readonly seconds: number;
}

/** Where it was measured. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  /** Of the minute before the first measurement: what else the machine was doing. */
  readonly loadAverage: number;
}

/** A whole run, as it is written to a file. */
export interface Results {
  readonly at: string;
  readonly machine: Machine;
  /** The stores, with their versions. */
  readonly stores: string;
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
    loadAverage: loadavg()[0] ?? 0,
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
