// Written by codegen.ts from schema/schema.graphql and schema/operations. Do not edit.

/** Every value of AttackState, in the order of the schema. */
export const attackStates = [
  'QUEUED',
  'RUNNING',
  'FINISHED',
  'STOPPED',
  'FAILED',
] as const;
export type AttackState = (typeof attackStates)[number];

/** Every value of LoadModel, in the order of the schema. */
export const loadModels = [
  'CLOSED',
] as const;
export type LoadModel = (typeof loadModels)[number];

/** Every value of OrderStatus, in the order of the schema. */
export const orderStatuses = [
  'PENDING',
  'CONFIRMED',
  'CANCELLED',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** Every value of PurchaseStrategy, in the order of the schema. */
export const purchaseStrategies = [
  'NO_LOCK',
  'ROW_LOCK',
  'REDIS_LUA',
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
  'SCHEDULED',
  'OPEN',
  'PAUSED',
  'SOLD_OUT',
  'CLOSED',
] as const;
export type SaleState = (typeof saleStates)[number];

/** Every value of Verdict, in the order of the schema. */
export const verdicts = [
  'EXACT',
  'OVERSOLD',
  'UNDERSOLD',
  'DUPLICATE',
  'DRIFT',
  'INCONCLUSIVE',
] as const;
export type Verdict = (typeof verdicts)[number];
