import { In, Raw, type DataSource, type FindOptionsWhere } from 'typeorm';
import type { Attack, AttackQuery } from '../../domain/attack.ts';
import { NO_TESTIMONY } from '../../domain/witness.ts';
import { AttackEntity } from '../entities/attack.entity.ts';

const UNFINISHED: FindOptionsWhere<AttackEntity> = { state: In(['QUEUED', 'RUNNING']) };

/** Adds a queued attack. `owner` is the replica that runs it. */
export async function insertAttack(postgres: DataSource, attack: Attack, owner: string): Promise<void> {
  const { plan, ...columns } = attack;
  await postgres.manager.insert(AttackEntity, { ...columns, plan, owner, saleId: plan.saleId });
}

/** Writes an attack as it stands. False when it has ended before: an end is kept as it is. */
export async function saveAttack(postgres: DataSource, attack: Attack): Promise<boolean> {
  const { id, ...columns } = attack;
  const { affected } = await postgres.manager.update(AttackEntity, { id, ...UNFINISHED }, columns);
  return affected === 1;
}

/** One attack, or null. */
export async function findAttack(postgres: DataSource, id: string): Promise<Attack | null> {
  const row = await postgres.manager.findOne(AttackEntity, { where: { id } });
  return row === null ? null : toAttack(row);
}

/** Newest first. */
export async function listAttacks(
  postgres: DataSource,
  { saleId, verdict, first }: AttackQuery,
): Promise<Attack[]> {
  const rows = await postgres.manager.find(AttackEntity, {
    where: {
      ...(saleId === null ? {} : { saleId }),
      ...(verdict === null
        ? {}
        : { audit: Raw((audit) => `${audit} ->> 'verdict' = :verdict`, { verdict }) }),
    },
    order: { createdAt: 'DESC', id: 'DESC' },
    take: first,
  });
  return rows.map(toAttack);
}

/** Attacks that have not ended, with the replica that runs each and how often it has said so: its death leaves them behind. */
export function listUnfinished(
  postgres: DataSource,
): Promise<{ id: string; owner: string; beats: number }[]> {
  return postgres.manager.find(AttackEntity, {
    select: { id: true, owner: true, beats: true },
    where: UNFINISHED,
  });
}

/** Says of attacks that somebody runs them. Resolves with those that are to go on: neither ended by others nor to be stopped. */
export async function beatAttacks(
  postgres: DataSource,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const [rows] = await postgres.query<[{ id: string; goesOn: boolean }[], number]>(
    `UPDATE attacks SET beats = beats + 1 WHERE id = ANY($1::uuid[]) AND state IN ('QUEUED', 'RUNNING')
     RETURNING id, NOT stop_asked AS "goesOn"`,
    [ids],
  );
  return new Set(rows.filter(({ goesOn }) => goesOn).map(({ id }) => id));
}

/** Keeps the wish that an unfinished attack be stopped, for whoever runs it. */
export async function askToStop(postgres: DataSource, id: string): Promise<void> {
  await postgres.manager.update(AttackEntity, { id, ...UNFINISHED }, { stopAsked: true });
}

/** Attacks that run or wait, on any replica. */
export function countUnfinished(postgres: DataSource): Promise<number> {
  return postgres.manager.count(AttackEntity, { where: UNFINISHED });
}

// Any constant that no other program uses on this database: "fsattack" in ASCII.
const TURN_LOCK = '7382356060498457451';

/**
 * Gives a waiting attack its turn: `taken` when no other runs and none was queued before it, on any replica. `over` is
 * one that does not wait any more.
 */
export async function takeTurn(postgres: DataSource, id: string): Promise<'taken' | 'wait' | 'over'> {
  return postgres.transaction(async ({ queryRunner }) => {
    // A statement of its own: the next one must see what whoever held the lock has committed.
    await queryRunner?.query('SELECT pg_advisory_xact_lock($1)', [TURN_LOCK]);
    const rows: { taken: boolean }[] = await queryRunner?.query(
      `WITH turn AS (
         UPDATE attacks mine SET state = 'RUNNING'
         WHERE id = $1 AND state = 'QUEUED' AND NOT stop_asked AND NOT EXISTS (
           SELECT FROM attacks other
           WHERE other.state = 'RUNNING'
             OR other.state = 'QUEUED' AND (other.created_at, other.id) < (mine.created_at, mine.id))
         RETURNING id)
       SELECT EXISTS (SELECT FROM turn) AS taken FROM attacks WHERE id = $1 AND state = 'QUEUED'`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) return 'over';
    return row.taken ? 'taken' : 'wait';
  });
}

/**
 * Ends an attack that nobody runs any more; null when it has ended meanwhile. With `beats`, only if its replica has said
 * nothing since it was read with so many.
 */
export async function failOrphan(
  postgres: DataSource,
  { id, beats }: { id: string; beats?: number },
  error: string,
): Promise<Attack | null> {
  const { affected } = await postgres.manager.update(
    AttackEntity,
    { id, ...UNFINISHED, ...(beats === undefined ? {} : { beats }) },
    { state: 'FAILED', error, finishedAt: () => 'clock_timestamp()' },
  );
  return affected === 1 ? findAttack(postgres, id) : null;
}

function toAttack(row: AttackEntity): Attack {
  const {
    id,
    plan,
    state,
    epoch,
    stock,
    raceWindowMs,
    figures,
    spans,
    lockWaits,
    error,
    startedAt,
    finishedAt,
  } = row;
  const audit =
    row.audit === null ? null : { ...NO_TESTIMONY, ...row.audit, checkedAt: new Date(row.audit.checkedAt) };
  return {
    id,
    plan,
    state,
    epoch,
    stock,
    raceWindowMs,
    figures,
    audit,
    spans,
    lockWaits,
    error,
    startedAt,
    finishedAt,
  };
}
