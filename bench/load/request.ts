import { print, stripIgnoredCharacters } from 'graphql';
import { PurchaseDocument } from '../../schema/generated/operations.ts';

/** Digits of a buyer's number: requests of one run are all of one length. */
const DIGITS = 9;
const ZERO = 48;

/** Whose purchases, and how. */
export interface PurchaseWish {
  readonly saleId: string;
  /** Left out: the server's default. */
  readonly strategy?: string;
  /** Eight characters that no other run has: buyers and keys begin with it. */
  readonly run: string;
}

/** A request in bytes that are used again: the buyer and the key in it are those of a number. */
export interface NumberedRequest {
  readonly bytes: Uint8Array;
  setNumber(number: number): void;
}

/** The HTTP requests of a run: all but the numbers is put together once. */
export function createRequests(url: URL, wish: PurchaseWish): () => NumberedRequest {
  const body = purchaseBody(wish);
  const head = [
    `POST ${url.pathname} HTTP/1.1`,
    `Host: ${url.host}`,
    'Accept: application/json',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  const whole = Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
  const buyerAt = whole.indexOf(`"b-${wish.run}-`) + wish.run.length + 4;
  const keyAt = whole.indexOf(`"k-${wish.run}-`) + wish.run.length + 4;
  return () => {
    const bytes = Buffer.from(whole);
    return {
      bytes,
      setNumber(number) {
        let rest = number;
        for (let at = DIGITS - 1; at >= 0; at -= 1) {
          const digit = ZERO + (rest % 10);
          bytes[buyerAt + at] = digit;
          bytes[keyAt + at] = digit;
          rest = Math.floor(rest / 10);
        }
      },
    };
  };
}

/** The body of the purchase with the number 0: the document of the SDK, with all its variables. */
function purchaseBody({ saleId, strategy, run }: PurchaseWish): string {
  const query = stripIgnoredCharacters(print(PurchaseDocument));
  const number = '0'.repeat(DIGITS);
  const variables = {
    ...(strategy === undefined ? {} : { strategy }),
    saleId,
    quantity: 1,
    buyerId: `b-${run}-${number}`,
    idempotencyKey: `k-${run}-${number}`,
  };
  return JSON.stringify({ operationName: 'Purchase', query, variables });
}
