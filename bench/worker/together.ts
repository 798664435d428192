/** What was done in a time. */
export interface Done {
  readonly done: number;
  readonly seconds: number;
}

/** How many at once, and for how long. */
export interface Together {
  readonly atOnce: number;
  readonly seconds: number;
}

/** So many do `work` one time after the other until the time is over; who has begun ends. Counts what was true. */
export async function together(
  { atOnce, seconds }: Together,
  work: (number: number) => Promise<boolean>,
): Promise<Done> {
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  let begun = 0;
  let done = 0;
  const one = async (): Promise<void> => {
    while (performance.now() < until) if (await work((begun += 1))) done += 1;
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return { done, seconds: (performance.now() - startedAt) / 1_000 };
}
