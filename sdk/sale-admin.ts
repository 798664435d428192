import {
  CloseSaleDocument,
  type CloseSaleMutationVariables,
  CreateProductDocument,
  type CreateProductMutation,
  type CreateProductMutationVariables,
  CreateSaleDocument,
  type CreateSaleMutation,
  type CreateSaleMutationVariables,
  OpenSaleDocument,
  PauseSaleDocument,
  UpdateProductDocument,
  type UpdateProductMutation,
  type UpdateProductMutationVariables,
  UpdateSaleDocument,
  type UpdateSaleMutation,
  type UpdateSaleMutationVariables,
} from '../schema/generated/operations.ts';
import type { Execute } from './http.ts';
import type { CallOptions } from './options.ts';

/** A sale, and why something is done to it, for its ledger. */
export type SaleAndReason = CloseSaleMutationVariables;
type SaleThen = UpdateSaleMutation['updateSale'];

/** What an admin does to products and sales. All need the admin token; all answer with what is so then. */
export interface SaleAdminMutations {
  createProduct(
    variables: CreateProductMutationVariables,
    options?: CallOptions,
  ): Promise<CreateProductMutation['createProduct']>;
  /** A field that is left out of `changes` stays as it is. */
  updateProduct(
    variables: UpdateProductMutationVariables,
    options?: CallOptions,
  ): Promise<UpdateProductMutation['updateProduct']>;
  /** Not repeated by itself: asked twice there are two sales. */
  createSale(
    variables: CreateSaleMutationVariables,
    options?: CallOptions,
  ): Promise<CreateSaleMutation['createSale']>;
  /** A field that is left out of `changes` stays as it is; null removes the limit or an end of the window. */
  updateSale(variables: UpdateSaleMutationVariables, options?: CallOptions): Promise<SaleThen>;
  openSale(sale: SaleAndReason, options?: CallOptions): Promise<SaleThen>;
  pauseSale(sale: SaleAndReason, options?: CallOptions): Promise<SaleThen>;
  closeSale(sale: SaleAndReason, options?: CallOptions): Promise<SaleThen>;
}

/** Administration over `execute`. */
export function createSaleAdminMutations(execute: Execute): SaleAdminMutations {
  return {
    createProduct: async (variables, options) =>
      (await execute(CreateProductDocument, variables, options)).createProduct,
    updateProduct: async (variables, options) =>
      (await execute(UpdateProductDocument, variables, options)).updateProduct,
    createSale: async (variables, options) =>
      (await execute(CreateSaleDocument, variables, options)).createSale,
    updateSale: async (variables, options) =>
      (await execute(UpdateSaleDocument, variables, options)).updateSale,
    openSale: async (sale, options) => (await execute(OpenSaleDocument, sale, options)).openSale,
    pauseSale: async (sale, options) => (await execute(PauseSaleDocument, sale, options)).pauseSale,
    closeSale: async (sale, options) => (await execute(CloseSaleDocument, sale, options)).closeSale,
  };
}
