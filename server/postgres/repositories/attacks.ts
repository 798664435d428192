import { LessThan, Raw, type DataSource } from 'typeorm';
import type { Attack, AttackQuery } from '../../domain/attack.ts';
import { NO_TESTIMONY } from '../../domain/witness.ts';
import { AttackEntity } from '../entities/attack.entity.ts';

/** Writes an attack as it stands. `owner` is the replica that runs it. */
export async function saveAttack(postgres: DataSource, attack: Attack, owner: string): Promise<void> {
  const {
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
  } = attack;
  await postgres.manager.upsert(
    AttackEntity,
    {
      id,
      owner,
      saleId: plan.saleId,
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
    },
    ['id'],
  );
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

/** Attacks that have not ended, with the replica that runs each: its death leaves them behind. */
export async function listUnfinished(
  postgres: DataSource,
  olderThan: Date,
): Promise<{ id: string; owner: string }[]> {
  return postgres.manager.find(AttackEntity, {
    select: { id: true, owner: true },
    where: [
      { state: 'RUNNING', createdAt: LessThan(olderThan) },
      { state: 'QUEUED', createdAt: LessThan(olderThan) },
    ],
  });
}

/** Ends an attack whose replica is gone, unless it has ended meanwhile. */
export async function failOrphan(postgres: DataSource, id: string, error: string): Promise<void> {
  await postgres.query(
    `UPDATE attacks SET state = 'FAILED', error = $2, finished_at = clock_timestamp() WHERE id = $1 AND state IN ('QUEUED', 'RUNNING')`,
    [id, error],
  );
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
