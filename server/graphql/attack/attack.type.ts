import { Extensions, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { type Attack, ordersPerSecond, perSecond } from '../../domain/attack.ts';
import { limits } from '../../domain/limits.ts';
import { AuditType } from '../audit/audit.type.ts';
import { GraphQLDateTime } from '../date-time.ts';
import { AttackState, LoadModel, PurchaseStrategy } from '../enums.ts';
import { LatencyBucketType, LatencySummaryType } from '../stats/latency.type.ts';
import { LockWaitsType } from './lock-waits.type.ts';
import { SpanTotalType } from '../stats/span.type.ts';
import { AttackFrameType } from './attack-frame.type.ts';

/** Attack in the API. Its figures are the generator's own, measured over real HTTP. */
@ObjectType('Attack', { description: 'One run of the load generator against this server.' })
export class AttackType {
  @Field(() => ID)
  id!: string;

  @Field(() => AttackState)
  state!: string;

  @Field(() => ID)
  saleId!: string;

  @Field(() => PurchaseStrategy)
  strategy!: string;

  @Field(() => Int)
  requests!: number;

  @Field(() => Int)
  concurrency!: number;

  @Field(() => LoadModel)
  model!: string;

  @Field(() => Int, { nullable: true, description: 'The rate that was asked for; null for CLOSED.' })
  targetRequestsPerSecond!: number | null;

  @Field(() => Int, { description: 'Units on sale when it began.' })
  stock!: number;

  @Field(() => Int, { nullable: true, description: 'The epoch it ran in; null until it has begun.' })
  epoch!: number | null;

  @Field(() => Int)
  raceWindowMs!: number;

  @Field(() => Int, { description: 'Give it to another attack to repeat the same buyers, keys and order.' })
  seed!: number;

  @Field(() => Int)
  sent!: number;

  @Field(() => Int)
  confirmed!: number;

  @Field(() => Int, {
    description:
      'Of the confirmed, those whose order stood before the attack, under the same key: it wrote none.',
  })
  replayed!: number;

  @Field(() => Int)
  soldOut!: number;

  @Field(() => Int)
  rejected!: number;

  @Field(() => Int)
  failed!: number;

  @Field(() => Int, { description: 'Requests without a definite answer.' })
  unknown!: number;

  @Field(() => Float)
  durationMs!: number;

  @Field(() => Float)
  requestsPerSecond!: number;

  @Field(() => Float, {
    description:
      'Orders durable in Postgres per second, from the first request to the confirmation of the last of them.',
  })
  ordersPerSecond!: number;

  @Field(() => LatencySummaryType, { description: 'From when a request was sent.' })
  latency!: LatencySummaryType;

  @Field(() => LatencySummaryType, {
    description: 'From when a request was due (coordinated omission corrected).',
  })
  latencyCorrected!: LatencySummaryType;

  @Field(() => [LatencyBucketType])
  histogram!: readonly LatencyBucketType[];

  // A run has up to 120 of them, each with a histogram: those of many runs at once are more than one answer can hold.
  @Extensions({ each: 20, costInList: limits.operationCostMax + 1 })
  @Field(() => [AttackFrameType], {
    complexity: 500,
    description: 'The run in slices of time, for charts and replays; of one attack at a time.',
  })
  frames!: readonly AttackFrameType[];

  @Field(() => Boolean, {
    description: 'True when the generator, not the server, was the limit: the verdict is then INCONCLUSIVE.',
  })
  saturated!: boolean;

  @Field(() => AuditType, { nullable: true, description: 'Present once finished.' })
  audit!: AuditType | null;

  @Field(() => [SpanTotalType], {
    description:
      "Where the time of this strategy's purchases went in the run's epoch, as the server measured it; empty until finished.",
  })
  spans!: readonly SpanTotalType[];

  @Field(() => LockWaitsType, { nullable: true, description: 'Present once finished.' })
  lockWaits!: LockWaitsType | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it FAILED, or was STOPPED by no person, in words.',
  })
  error!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  startedAt!: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true })
  finishedAt!: Date | null;

  static from({ plan, figures, ...attack }: Attack): AttackType {
    const answered = figures.confirmed + figures.soldOut + figures.rejected + figures.failed;
    return {
      ...plan,
      ...figures,
      ...attack,
      // Attacks that were kept before there were OPEN ones say nothing of it.
      targetRequestsPerSecond: plan.requestsPerSecond ?? null,
      replayed: figures.replayed ?? 0,
      requestsPerSecond: perSecond(answered, figures.durationMs),
      ordersPerSecond: ordersPerSecond(figures),
    };
  }
}
