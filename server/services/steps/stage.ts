import type { DataSource } from 'typeorm';
import type { Books } from '../../domain/audit.ts';
import { uuidv7 } from '../../domain/ids.ts';
import type { StepBuyerName, StepStatus } from '../../domain/steps.ts';
import { insertScratchSale } from '../../postgres/steps/scratch.ts';
import type { StrategyName } from '../../strategies/index.ts';
import type { Actor, ActorOptions, Answered } from './actor.ts';
import { openCast } from './cast.ts';
import { createChanges } from './changes.ts';
import { readScratchBooks } from './scratch-books.ts';
import { settle, statusOf, type Waits } from './settle.ts';

/** Buyers on real sessions, moved one statement at a time. Not to be used by two at once. */
export interface Stage extends AsyncDisposable {
  readonly actors: readonly Actor[];
  readonly keyPrefix: string;
  /** The sale that they buy from. */
  saleId(): string;
  /** Who waits for whom, as of the last turn. */
  waits(): Waits;
  statusOf(actor: Actor): StepStatus;
  /** Puts up a new sale and has every buyer come to its first statement. */
  begin(stock: number, quantity: number): Promise<void>;
  /** Lets a buyer that is READY take its turn. Resolves when everyone stands still, with what was answered meanwhile. */
  turn(actor: Actor): Promise<readonly Answered[]>;
  /** What has been answered since, without anybody's turn. */
  rest(): Promise<readonly Answered[]>;
  /** The sale's books, as everyone else sees them. */
  books(): Promise<Omit<Books, 'smallestRefusal' | 'unknown' | 'inFlight' | 'silent' | 'saturated'>>;
}

/** What stages stand on. */
export interface StageDeps extends Pick<ActorOptions, 'databaseUrl' | 'redisUrl' | 'onError'> {
  /** Connections to the scratch tables that no buyer uses. */
  readonly observer: DataSource;
}

/** Connects the buyers. Leaves nothing open when that fails. */
export async function openStage(
  deps: StageDeps,
  { strategy, names }: { strategy: StrategyName; names: readonly StepBuyerName[] },
): Promise<Stage> {
  const { observer, databaseUrl, redisUrl, onError } = deps;
  const changes = createChanges();
  const stageId = uuidv7().slice(-12);
  const keyPrefix = `fs-steps:${stageId}:`;
  let answers: Answered[] = [];
  const { actors, gate, close } = await openCast(observer, names, {
    databaseUrl,
    redisUrl,
    onError,
    strategy,
    stageId,
    keyPrefix,
    keys: new Set<string>(),
    late: new Map(),
    changed: changes.note,
    answered: (answered) => void answers.push(answered),
  });
  const sales: string[] = [];
  const saleId = (): string => sales.at(-1) ?? '';
  let waits: Waits = new Map();

  async function rest(): Promise<readonly Answered[]> {
    waits = await settle(actors, { observer, changes });
    const news = answers;
    answers = [];
    return news;
  }

  return {
    actors,
    keyPrefix,
    saleId,
    waits: () => waits,
    statusOf: (actor) => statusOf(actor, waits),
    async begin(stock, quantity) {
      const sale = await insertScratchSale(observer, stock);
      sales.push(sale);
      await gate.build({ saleId: sale, fence: 1, remaining: stock });
      const wish = { saleId: sale, quantity, standing: () => readScratchBooks(observer, sale) };
      for (const actor of actors) actor.begin(wish);
      await rest();
    },
    turn(actor) {
      actor.letThrough();
      return rest();
    },
    rest,
    async books() {
      const books = await readScratchBooks(observer, saleId());
      const left = await gate.read(saleId(), books.fence);
      return { ...books, redisRemaining: left?.left ?? null, redisPending: left?.pending ?? 0 };
    },
    [Symbol.asyncDispose]: () => close(sales),
  };
}
