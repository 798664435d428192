import { useEffect, useState } from 'react';

/** The value, or the last one that there was: an answer that fails must not wipe what the page already shows. */
export function useKept<T>(value: T | undefined): T | undefined {
  const [kept, setKept] = useState(value ?? undefined);
  useEffect(() => {
    // The data of an answer that fails is null, whatever its type says.
    if (value !== undefined && value !== null) setKept(value);
  }, [value]);
  return value ?? kept;
}
