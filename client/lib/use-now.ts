import { useEffect, useState } from 'react';

/** The time, Unix milliseconds, anew every `everyMs`; stands still while `paused`. */
export function useNow(everyMs: number, paused: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (paused) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, paused]);
  return now;
}
