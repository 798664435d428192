import { Icon } from '../../components/icon.tsx';
import { useLinkState } from '../../lib/services.ts';

/** Live, or not. A change is read out. */
export function LinkSign() {
  const { status } = useLinkState();
  const words = status === 'live' ? 'Live' : status === 'lost' ? 'Disconnected' : 'Connecting';
  return (
    <span role="status" className="inline-flex items-center gap-2 font-[550] text-ink" data-testid="link">
      <span className={status === 'live' ? 'text-exact' : status === 'lost' ? 'text-over' : 'text-ink-3'}>
        <Icon name={status === 'live' ? 'live' : 'lost'} />
      </span>
      <span className={status === 'lost' ? 'text-over' : 'max-tab:sr-only'}>{words}</span>
    </span>
  );
}
