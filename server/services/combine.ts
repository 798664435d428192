/**
 * Answers many questions with one query: while one is in flight the next ones gather, so that a crowd costs a few
 * queries and a single question waits for nothing.
 */
export function combine<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  countMax: number,
): (question: Question) => Promise<Answer> {
  interface Asked {
    readonly question: Question;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }
  const gathered: Asked[] = [];
  let busy = false;

  async function answerAll(): Promise<void> {
    busy = true;
    while (gathered.length > 0) {
      const group = gathered.splice(0, countMax);
      try {
        // eslint-disable-next-line no-await-in-loop -- one query at a time is the point
        const answers = await ask(group.map((asked) => asked.question));
        for (const [index, asked] of group.entries()) asked.resolve(answers[index] as Answer);
      } catch (error) {
        for (const asked of group) asked.reject(error);
      }
    }
    busy = false;
  }

  return (question) =>
    new Promise((resolve, reject) => {
      gathered.push({ question, resolve, reject });
      // Questions of the same turn of the event loop go together.
      if (!busy && gathered.length === 1) setImmediate(() => void answerAll());
    });
}
