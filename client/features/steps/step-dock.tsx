import { Button } from '../../components/button.tsx';
import type { BuyerName, Session } from './model.ts';

/** `onOpen` brings the picker into sight. */
export interface StepDockProps {
  readonly session: Session | null;
  readonly strategy: string | null;
  readonly off: boolean;
  readonly admin: boolean;
  readonly onBegin: () => void;
  readonly onGo: (buyer: BuyerName) => void;
  readonly onOpen: () => void;
}

/** On a phone: whose turn it may be, always under the thumb. */
export function StepDock({ session, strategy, off, admin, onBegin, onGo, onOpen }: StepDockProps) {
  const isOver = session === null || session.judgement !== null;
  return (
    <div className="sticky bottom-0 z-4 flex items-center gap-2 border-t border-line bg-surface px-4 py-2 tab:hidden">
      <button type="button" className="min-h-hit min-w-0 flex-1 text-left" onClick={onOpen}>
        <b className="block truncate font-semibold">{strategy ?? 'Choose a strategy'}</b>
        <span className="block truncate text-label text-ink-3">{noteOf(admin, isOver)}</span>
      </button>
      {isOver ? (
        <Button primary disabled={off} onClick={onBegin}>
          Begin
        </Button>
      ) : (
        session.buyers.map(({ name, status }) => (
          <Button key={name} disabled={off || status !== 'READY'} onClick={() => onGo(name)}>
            {name}
          </Button>
        ))
      )}
    </div>
  );
}

function noteOf(admin: boolean, isOver: boolean): string {
  if (!admin) return 'Admin token needed';
  return isOver ? 'Stock, buyers, schedules' : 'Let one go';
}
