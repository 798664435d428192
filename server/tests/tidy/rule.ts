import type { ProjectFile } from './house.ts';

/** One rule of the house. `check` answers with "path:line what to do" for each breach. */
export interface Rule {
  /** A sentence: it names the test. */
  readonly title: string;
  check(files: readonly ProjectFile[]): readonly string[];
  /** Each of these files breaks the rule by itself: proof that it still sees. */
  readonly breaches: readonly ProjectFile[];
}

/** Application code that people wrote: TypeScript outside generated documents. */
export function isSource(file: ProjectFile): boolean {
  return /\.tsx?$/.test(file.path) && !file.path.startsWith('schema/generated/');
}

/** Tests and what only they use. */
export function isTest(file: ProjectFile): boolean {
  return /\.test\.tsx?$|^server\/tests\/|^e2e\/|\/_util\//.test(file.path);
}

/** Configuration of a tool that demands a certain shape, such as a default export. */
export function isToolConfig(file: ProjectFile): boolean {
  return /(^|\/)[\w-]+\.config\.ts$/.test(file.path);
}
