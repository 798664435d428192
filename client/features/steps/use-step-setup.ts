import { useState } from 'react';

const STOCK_MAX = 100;

/** What a session begins with, as it stands in the form. */
export interface StepSetup {
  readonly stock: string;
  readonly buyers: number;
  readonly problem: string | undefined;
  setStock(this: void, stock: string): void;
  setBuyers(this: void, buyers: number): void;
  /** Null while the stock is no number of units. */
  read(this: void): { readonly stock: number; readonly buyers: number } | null;
}

/** One unit and two buyers, at first. */
export function useStepSetup(): StepSetup {
  const [stock, setStock] = useState('1');
  const [buyers, setBuyers] = useState(2);
  const units = /^\d{1,3}$/.test(stock.trim()) ? Number(stock) : Number.NaN;
  const right = units <= STOCK_MAX;
  return {
    stock,
    buyers,
    problem: right || stock === '' ? undefined : `0 to ${STOCK_MAX}`,
    setStock,
    setBuyers,
    read: () => (right ? { stock: units, buyers } : null),
  };
}
