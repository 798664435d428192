import { Button } from '../../components/button.tsx';
import { age, count } from '../../lib/format.ts';
import { useLinkState, useServices } from '../../lib/services.ts';
import { useNow } from '../../lib/use-now.ts';

/** `sequence` is the number of the last frame that arrived; null when none did. */
export function LostBanner({ sequence }: { readonly sequence: number | null }) {
  const { status, lostAt, nextTryAt } = useLinkState();
  const { link } = useServices();
  const lost = status === 'lost';
  const now = useNow(500, !lost);
  if (!lost || lostAt === null) return null;
  const frame =
    sequence === null
      ? 'No frame has arrived yet.'
      : `Figures below are the last frame, number ${count(sequence)}.`;
  const next = nextTryAt === null ? 'Trying now.' : `Next try in ${age(nextTryAt - now)}.`;
  return (
    <div
      className="flex flex-wrap items-center gap-3 border-b border-line bg-over-soft px-4 py-2"
      data-testid="lost"
    >
      <p>
        <b className="font-[650] text-over">Connection lost {age(now - lostAt)} ago.</b> {frame} What has
        become of the sale since is not known here. {next}
      </p>
      <span className="ml-auto">
        <Button small onClick={link.hurry}>
          Reconnect now
        </Button>
      </span>
    </div>
  );
}
