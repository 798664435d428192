// Written by codegen.ts from schema/schema.graphql and schema/operations. Do not edit.

/** Every value of AttackState, in the order of the schema. */
export const attackStates = [
  'FAILED',
  'FINISHED',
  'QUEUED',
  'RUNNING',
  'STOPPED',
] as const;
export type AttackState = (typeof attackStates)[number];

/** Every value of HoldState, in the order of the schema. */
export const holdStates = [
  'CONFIRMED',
  'EXPIRED',
  'HELD',
  'RELEASED',
] as const;
export type HoldState = (typeof holdStates)[number];

/** Every value of LoadModel, in the order of the schema. */
export const loadModels = [
  'CLOSED',
  'OPEN',
] as const;
export type LoadModel = (typeof loadModels)[number];

/** Every value of OrderStatus, in the order of the schema. */
export const orderStatuses = [
  'CANCELLED',
  'CONFIRMED',
  'PENDING',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** Every value of PurchaseStrategy, in the order of the schema. */
export const purchaseStrategies = [
  'ADVISORY_LOCK',
  'CONDITIONAL_UPDATE',
  'GROUP_COMMIT',
  'LOST_UPDATE',
  'NO_LOCK',
  'OPTIMISTIC',
  'REDIS_LOCK',
  'REDIS_LUA',
  'REDIS_STREAM',
  'REDIS_WATCH',
  'ROW_LOCK',
  'SERIALIZABLE',
  'SHARDED_COUNTER',
  'SKIP_LOCKED',
] as const;
export type PurchaseStrategy = (typeof purchaseStrategies)[number];

/** Every value of SaleMode, in the order of the schema. */
export const saleModes = [
  'LAB',
  'LIVE',
] as const;
export type SaleMode = (typeof saleModes)[number];

/** Every value of SaleState, in the order of the schema. */
export const saleStates = [
  'CLOSED',
  'OPEN',
  'PAUSED',
  'SCHEDULED',
  'SOLD_OUT',
] as const;
export type SaleState = (typeof saleStates)[number];

/** Every value of Span, in the order of the schema. */
export const spans = [
  'commit',
  'connection',
  'eventLoop',
  'group',
  'lock',
  'redis',
  'statements',
  'wait',
] as const;
export type Span = (typeof spans)[number];

/** Every value of StepBuyerName, in the order of the schema. */
export const stepBuyerNames = [
  'A',
  'B',
  'C',
] as const;
export type StepBuyerName = (typeof stepBuyerNames)[number];

/** Every value of StepKind, in the order of the schema. */
export const stepKinds = [
  'COMMIT',
  'LOCK',
  'READ',
  'ROLLBACK',
  'WRITE',
] as const;
export type StepKind = (typeof stepKinds)[number];

/** Every value of StepResult, in the order of the schema. */
export const stepResults = [
  'ANSWERED',
  'FAILED',
  'WAITING',
] as const;
export type StepResult = (typeof stepResults)[number];

/** Every value of StepStatus, in the order of the schema. */
export const stepStatuses = [
  'ENDED',
  'READY',
  'RUNNING',
  'WAITING',
] as const;
export type StepStatus = (typeof stepStatuses)[number];

/** Every value of StepStore, in the order of the schema. */
export const stepStores = [
  'POSTGRES',
  'REDIS',
] as const;
export type StepStore = (typeof stepStores)[number];

/** Every value of Verdict, in the order of the schema. */
export const verdicts = [
  'DRIFT',
  'DUPLICATE',
  'EXACT',
  'INCONCLUSIVE',
  'OVERSOLD',
  'UNDERSOLD',
] as const;
export type Verdict = (typeof verdicts)[number];

/** Every value of WitnessAct, in the order of the schema. */
export const witnessActs = [
  'CHECK',
  'COMMIT',
  'READ',
  'WRITE',
] as const;
export type WitnessAct = (typeof witnessActs)[number];

/** Every value of WitnessKind, in the order of the schema. */
export const witnessKinds = [
  'ERASED',
  'LAST_UNIT',
] as const;
export type WitnessKind = (typeof witnessKinds)[number];

/** Every value of WitnessRole, in the order of the schema. */
export const witnessRoles = [
  'A',
  'B',
] as const;
export type WitnessRole = (typeof witnessRoles)[number];
