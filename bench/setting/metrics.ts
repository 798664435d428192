/** What a server says of itself at /metrics: figures without labels, by name. */
export async function readMetrics(url: string): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${url}/metrics`);
  const lines = (await answer.text()).split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^(\w+) (\S+)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, Number(value)] as const];
    }),
  );
}

/** CPU time of a server since its start, seconds. */
export async function cpuSecondsOf(url: string): Promise<number> {
  return (await readMetrics(url)).get('process_cpu_seconds_total') ?? Number.NaN;
}
