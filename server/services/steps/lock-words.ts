import type { HeldLock } from '../../postgres/steps/locks.ts';

const ROW_MODES: Readonly<Record<string, string>> = {
  RowShareLock: 'may lock rows of',
  RowExclusiveLock: 'writes rows of',
};

/** The locks that a buyer has, in words; `hasRow` when the row of the sale is among them. */
export function heldWords(locks: readonly HeldLock[], hasRow: boolean): string[] {
  const words = locks.filter(({ granted }) => granted).map(lockWords);
  return [...new Set([...(hasRow ? ['the row of the sale'] : []), ...words])];
}

function lockWords({ type, mode, table, advisory }: HeldLock): string {
  if (type === 'advisory') return `the advisory lock ${advisory}`;
  if (mode === 'SIReadLock') return `a watch over what it read of ${table} (SIREAD)`;
  if (type === 'tuple') return `its turn at a row of ${table}`;
  const row = ROW_MODES[mode];
  return row === undefined ? `${table}: ${mode}` : `${row} ${table} (${mode})`;
}

/** What a buyer waits for, in words; null when it waits for no lock. */
export function waitWords(locks: readonly HeldLock[]): string | null {
  const wanted = locks.find(({ granted }) => !granted);
  if (wanted === undefined) return null;
  switch (wanted.type) {
    case 'transactionid':
      return 'the row, until the transaction that has it ends';
    case 'tuple':
      return `its turn at the row of ${wanted.table}`;
    case 'advisory':
      return `the advisory lock ${wanted.advisory}`;
    default:
      return `${wanted.table ?? wanted.type}: ${wanted.mode}`;
  }
}
