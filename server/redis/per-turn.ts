/** How a batch is made and sent. */
export interface PerTurn<Asked, Answer> {
  /** What may be asked together: only those of one name are. */
  nameOf(asked: Asked): string;
  /** Asks for all of a name. One answer for each, in their order; what it throws, each of them throws. */
  ask(batch: readonly [Asked, ...Asked[]]): Promise<readonly Answer[]>;
  readonly countMax: number;
}

interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * What is asked in one turn of the event loop is asked together: a message costs the process about 25 µs whatever is in
 * it, and whoever comes alone waits for nothing but the turn's end.
 */
export function perTurn<Asked, Answer>(options: PerTurn<Asked, Answer>): (asked: Asked) => Promise<Answer> {
  const gathering = new Map<string, Waiting<Asked, Answer>[]>();

  async function send(batch: readonly Waiting<Asked, Answer>[]): Promise<void> {
    const [first, ...others] = batch.map(({ asked }) => asked);
    if (first === undefined) return;
    try {
      const answers = await options.ask([first, ...others]);
      if (answers.length !== batch.length)
        throw new TypeError(`${answers.length} answers to ${batch.length} questions`);
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return (asked) =>
    new Promise((resolve, reject) => {
      const name = options.nameOf(asked);
      const batch = gathering.get(name);
      if (batch !== undefined && batch.length < options.countMax) {
        batch.push({ asked, resolve, reject });
        return;
      }
      const begun = [{ asked, resolve, reject }];
      gathering.set(name, begun);
      setImmediate(() => {
        if (gathering.get(name) === begun) gathering.delete(name);
        void send(begun);
      });
    });
}
