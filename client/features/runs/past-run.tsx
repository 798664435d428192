import { Button } from '../../components/button.tsx';
import { count, timeOfDay } from '../../lib/format.ts';
import type { Run } from '../../lib/model.ts';

/** Says that the panes show a run of an epoch that is over, and leads back. */
export function PastRun({ run, onBack }: { readonly run: Run; readonly onBack: () => void }) {
  return (
    <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2" data-testid="past">
      <span>
        <b className="font-semibold text-ink">{run.strategy}</b> of {timeOfDay(run.startedAt)}, from the
        orders of epoch {count(run.epoch)}. The sale has been reset since.
      </span>
      <Button small onClick={onBack}>
        Back to the sale
      </Button>
    </p>
  );
}
