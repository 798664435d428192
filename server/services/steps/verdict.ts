import { judge, type Judgement } from '../../domain/audit.ts';
import { isUnknown, wasSoldOut } from './outcome-words.ts';
import type { Stage } from './stage.ts';

/** The verdict of the product's own judge on the books of a stage's sale, and the units left. Only when all have ended. */
export async function judgeStage(
  stage: Stage,
  quantity: number,
): Promise<{ judgement: Judgement; left: number }> {
  const books = await stage.books();
  const ends = stage.actors.flatMap((actor) => actor.end() ?? []);
  const judgement = judge({
    ...books,
    smallestRefusal: ends.some(wasSoldOut) ? quantity : null,
    unknown: ends.filter(isUnknown).length,
    inFlight: 0,
    silent: 0,
    saturated: false,
  });
  return { judgement, left: books.remaining };
}
