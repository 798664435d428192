import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { AttackFigures, AttackPlan, AttackState, LockWaits } from '../../domain/attack.ts';
import type { Audit } from '../../domain/audit.ts';
import type { SpanTotal } from '../../domain/spans.ts';

/** Row of `attacks`. */
@Entity('attacks')
export class AttackEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'bigint', name: 'sale_id' })
  saleId!: string;

  /** The replica that runs it. */
  @Column({ type: 'text' })
  owner!: string;

  /** Goes up while that replica lives. */
  @Column({ type: 'int' })
  beats!: number;

  /** Somebody wants it to stop. */
  @Column({ type: 'boolean', name: 'stop_asked' })
  stopAsked!: boolean;

  @Column({ type: 'text' })
  state!: AttackState;

  @Column({ type: 'jsonb' })
  plan!: AttackPlan;

  @Column({ type: 'int', nullable: true })
  epoch!: number | null;

  @Column({ type: 'int' })
  stock!: number;

  @Column({ type: 'int', name: 'race_window_ms' })
  raceWindowMs!: number;

  @Column({ type: 'jsonb' })
  figures!: AttackFigures;

  @Column({ type: 'jsonb', nullable: true })
  audit!: Audit | null;

  @Column({ type: 'jsonb' })
  spans!: readonly SpanTotal[];

  @Column({ type: 'jsonb', name: 'lock_waits', nullable: true })
  lockWaits!: LockWaits | null;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
