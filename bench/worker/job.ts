/** Work that a process of its own does: asked again and again until it is disposed of. */
export interface Job<Input, Result> extends AsyncDisposable {
  run(input: Input): Promise<Result>;
}

/** Makes a job ready. */
export type OpenJob<Options, Input, Result> = (options: Options) => Promise<Job<Input, Result>>;

/** What a worker hears: which job it is, then what to do. */
export type Command =
  | { readonly type: 'open'; readonly name: string; readonly options: never }
  | { readonly type: 'run'; readonly input: never };

/** What the process did beside its result. */
export interface Effort {
  /** CPU time of the process during the run, seconds. */
  readonly cpuSeconds: number;
  /** 0 to 1: the part of the time in which its event loop was not idle. */
  readonly utilization: number;
}

/** What it answers, once to each command. */
export type Reply =
  | { readonly type: 'opened' }
  | ({ readonly type: 'done'; readonly result: never } & Effort)
  | { readonly type: 'failed'; readonly message: string };
