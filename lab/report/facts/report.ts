import type { AttackFieldsFragment, EnvironmentQuery } from '../../../schema/generated/operations.ts';
import type { Attack, Audit, Ranking, Sale } from '../../../sdk/index.ts';
import type { Sample } from '../charts/line-chart.ts';
import type { Load } from '../comparison/loads.ts';
import type { Witness } from '../witness/witness.ts';

/** What the server runs on, as it says itself. */
export type Environment = EnvironmentQuery['environment'];

/** A run with its verdict and its figures. Milliseconds and units. */
export interface RunFacts extends Omit<AttackFieldsFragment, 'frames' | 'audit'> {
  /** Of the strategy, where the server still has it. */
  readonly title: string;
  readonly safe: boolean;
  /** Units in confirmed orders up to each moment of the run, as the buyers were told. */
  readonly soldOverTime: readonly Sample[];
  /** Null for a run that broke off. */
  readonly audit: Audit | null;
  /** How the first unit too many that has one could be sold; null for a run that did not oversell, or was not recorded. */
  readonly witness: Witness | null;
}

/** Runs on one sale under one load: only those say anything about each other. */
export interface RunGroup {
  readonly sale: Pick<Sale, 'id' | 'mode'> & { readonly product: string };
  readonly load: Load;
  /** Null of a single run. */
  readonly ranking: Ranking | null;
  /** The oldest first. */
  readonly runs: readonly RunFacts[];
}

/** Where the runs were: without it their figures mean little. */
export interface ServerFacts {
  /** Host and port. */
  readonly address: string;
  /** Of the product. */
  readonly version: string;
  /** As the stores name themselves; null while they did not answer. */
  readonly postgres: string | null;
  readonly redis: string | null;
  /** Null for whoever is not the admin. */
  readonly environment: Environment | null;
}

/** All that a report says: its page shows it, its JSON is it. */
export interface Report {
  /** Raised when what stands in it changes its meaning. */
  readonly format: 1;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly server: ServerFacts;
  /** The group that ran last first. */
  readonly groups: readonly RunGroup[];
}

/** What is known of a strategy. */
export interface KnownStrategy {
  readonly strategy: Attack['strategy'];
  readonly title: string;
  readonly safe: boolean;
}
