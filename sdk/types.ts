/** What the client's methods answer with and take, by short names. */
export type {
  AttackFieldsFragment as Attack,
  AttackInput,
  AttackSummaryFieldsFragment as AttackSummary,
  AuditFieldsFragment as Audit,
  HoldFieldsFragment as Hold,
  HoldUnitsMutationVariables as HoldInput,
  LatencyFieldsFragment as LatencySummary,
  OrderFieldsFragment as Order,
  OrdersQueryVariables,
  ProductFieldsFragment as Product,
  PurchaseMutationVariables as PurchaseInput,
  ResetSaleMutationVariables as ResetSaleInput,
  SaleFieldsFragment as Sale,
  SaleStatsFieldsFragment as SaleStats,
} from '../schema/generated/operations.ts';
