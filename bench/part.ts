import type { Row } from './measure/row.ts';
import type { Book } from './setting/books.ts';

/** How long and how often everything is measured. */
export interface Effort {
  /** Of one measurement. */
  readonly seconds: number;
  readonly rounds: number;
  /** A line about what is going on. */
  say(line: string): void;
}

/** What a part found. */
export interface Findings {
  readonly rows: readonly Row[];
  /** What else was seen, a sentence each. */
  readonly notes: readonly string[];
  /** Of the sales that were sold from. */
  readonly books: readonly Book[];
}

/** One subject of the bench. It stands alone: it opens what it needs, and leaves nothing behind. */
export interface Part {
  /** As `--only` has it. */
  readonly name: string;
  /** A few words for the heading of its table. */
  readonly title: string;
  measure(effort: Effort): Promise<Findings>;
}
