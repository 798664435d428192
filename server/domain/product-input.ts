import { limits } from './limits.ts';
import { Problem } from './problem.ts';
import { checkInteger } from './purchase-input.ts';
import type { Product } from './sale.ts';
import { checkText } from './text.ts';

/** A product that is to be. */
export type ProductInput = Omit<Product, 'id'>;

/** What is to change: a field that is left out stays as it is. */
export type ProductChanges = Partial<ProductInput>;

const IMAGE = /^(\/(?!\/)|https:\/\/)[\x21-\x7e]*$/;

/** Throws a Problem BAD_USER_INPUT that names the field and what it must be. */
export function checkProduct(product: ProductInput): void {
  const { name, description, priceCents, listPriceCents, currency, imageUrl } = product;
  checkText('name', name, limits.nameMaxChars);
  if (description !== null) checkText('description', description, limits.descriptionMaxChars);
  checkInteger('priceCents', priceCents, { min: 0, max: limits.priceMaxCents });
  if (listPriceCents !== null)
    checkInteger('listPriceCents', listPriceCents, { min: priceCents, max: limits.priceMaxCents });
  if (!/^[A-Z]{3}$/.test(currency)) throw bad('currency must be three capital letters, such as USD.');
  if (imageUrl !== null && (imageUrl.length > limits.reasonMaxChars || !IMAGE.test(imageUrl)))
    throw bad('imageUrl must be a path on this server, such as /images/phone.svg, or an https address.');
}

/** The product as it is to be. Throws a Problem that names what was given, not what stays. */
export function changedProduct(current: Product, changes: ProductChanges): Product {
  const next = { ...current, ...changes };
  const { priceCents, listPriceCents } = next;
  if (changes.listPriceCents === undefined && listPriceCents !== null && priceCents > listPriceCents)
    throw bad(
      `priceCents would be above listPriceCents, which is ${listPriceCents}: give that as well, ${priceCents} or more, or null for none.`,
    );
  checkProduct(next);
  return next;
}

/** Same answer for an id that can't exist and one that doesn't. */
export function noSuchProduct(): Problem {
  return bad('No such product. The query { products { id } } lists the ones there are.');
}

/** A product's id is a positive bigint in decimal. */
export function checkProductId(id: string): void {
  if (!/^[1-9][0-9]{0,17}$/.test(id)) throw noSuchProduct();
}

function bad(message: string): Problem {
  return new Problem('BAD_USER_INPUT', message);
}
