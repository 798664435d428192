import type { Witness } from '../../lib/model.ts';
import { drawingHeight, useWidth } from '../../lib/use-width.ts';
import { scoreOf } from './score.ts';
import { TALL_HEIGHT, TallTimeline } from './tall-timeline.tsx';
import { WIDE_HEIGHT, WideTimeline } from './wide-timeline.tsx';

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
          <defs>
            <pattern
              id="wit-hatch"
              width="7"
              height="7"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect className="wit-hatch" width="1.75" height="7" />
            </pattern>
          </defs>
          {tall ? <TallTimeline score={score} width={width} /> : <WideTimeline score={score} width={width} />}
        </svg>
      )}
    </div>
  );
}
