import { WITNESS_HATCH } from '../../../lab/report/witness/hatch.ts';
import { scoreOf } from '../../../lab/report/witness/score.ts';
import { TALL_HEIGHT, tallTimeline } from '../../../lab/report/witness/tall-timeline.ts';
import { WIDE_HEIGHT, wideTimeline } from '../../../lab/report/witness/wide-timeline.ts';
import { Drawn } from '../../lib/drawn.tsx';
import type { Witness } from '../../lib/model.ts';
import { drawingHeight, useWidth } from '../../lib/use-width.ts';

/** Below this many units of width, time runs downwards. */
const TALL_BELOW = 620;

/** What two buyers did, drawn from the recorded steps. The table of steps says the same in words. */
export function Timeline({ witness }: { readonly witness: Witness }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const score = scoreOf(witness);
  if (score === null) return null;
  const tall = width < TALL_BELOW;
  const height = tall ? TALL_HEIGHT : WIDE_HEIGHT;
  return (
    <div ref={ref} style={drawingHeight(height)}>
      {width > 0 && (
        <svg
          role="img"
          aria-label={`Timeline of two buyers. ${witness.explanation}`}
          className="size-full overflow-visible"
          viewBox={`0 0 ${width} ${height}`}
          data-testid="timeline"
        >
          <Drawn markup={[WITNESS_HATCH, (tall ? tallTimeline : wideTimeline)({ score, width })]} />
        </svg>
      )}
    </div>
  );
}
