import { judge, type Judgement } from '../../domain/audit.ts';
import type { Stage } from './stage.ts';

/** The verdict of the product's own judge on the books of a stage's sale, and the units left. Only when all have ended. */
export async function judgeStage(
  stage: Stage,
  quantity: number,
): Promise<{ judgement: Judgement; left: number }> {
  const books = await stage.books();
  const kinds = stage.actors.map((actor) => {
    const end = actor.end();
    return end?.kind === 'outcome' ? end.outcome.kind : 'unknown';
  });
  const judgement = judge({
    ...books,
    smallestRefusal: kinds.includes('soldOut') ? quantity : null,
    unknown: kinds.filter((kind) => kind === 'inProgress' || kind === 'unknown').length,
    saturated: false,
  });
  return { judgement, left: books.remaining };
}
