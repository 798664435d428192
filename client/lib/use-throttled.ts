import { useEffect, useRef, useState } from 'react';

/** The value, at most every `everyMs`; the last one always comes through. */
export function useThrottled<T>(value: T, everyMs: number): T {
  const [shown, setShown] = useState(value);
  const due = useRef(0);
  useEffect(() => {
    const timer = setTimeout(
      () => {
        due.current = Date.now() + everyMs;
        setShown(value);
      },
      Math.max(0, due.current - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [value, everyMs]);
  return shown;
}
