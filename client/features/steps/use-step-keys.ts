import { useEffect } from 'react';
import type { BuyerName, Session } from './model.ts';

/** Keys a, b and c let that buyer go, wherever the reader is on the page except in a field. */
export function useStepKeys(session: Session | null, off: boolean, go: (buyer: BuyerName) => void): void {
  useEffect(() => {
    if (off || session === null) return undefined;
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
      const buyer = session.buyers.find(({ name }) => name === event.key.toUpperCase());
      if (buyer?.status === 'READY') go(buyer.name);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [session, off, go]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type !== 'radio';
}
