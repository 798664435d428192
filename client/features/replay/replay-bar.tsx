import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { span } from '../../lib/format.ts';
import { type Timeline, timeAt } from './timeline.ts';
import { PLAY_MS, type Playback } from './use-playback.ts';

/** Steps of the slider; an arrow key moves one. */
const STEPS = 200;

/** What the bar shows: the run, where it stands, or how far a run under way has come. */
export interface ReplayBarProps {
  readonly timeline: Timeline | null;
  readonly playback: Playback;
}

/** Slider and play button: a run that took a fifth of a second, slow enough to watch. Keeps its place when there is no run. */
export function ReplayBar({ timeline, playback }: ReplayBarProps) {
  const { place, playing } = playback;
  const atMs = timeline === null ? 0 : timeAt(timeline, place);
  const words = timeline === null ? '' : `${span(atMs)} of ${span(timeline.durationMs)}`;
  const off = timeline === null;
  const slow = timeline !== null && timeline.durationMs < PLAY_MS;
  return (
    <div
      className="mt-2 -ml-2 flex items-center gap-3 text-label text-ink-3 data-off:invisible"
      data-off={off || undefined}
    >
      <IconButton
        label={playing ? 'Pause' : slow ? 'Play in slow motion' : 'Play'}
        disabled={off}
        onClick={playing ? playback.pause : playback.play}
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </IconButton>
      <input
        type="range"
        className="slider min-w-0 flex-[1_1_6rem]"
        min={0}
        max={STEPS}
        disabled={off}
        value={Math.round(place * STEPS)}
        aria-label="Moment of the run"
        aria-valuetext={words}
        style={{ '--p': `${place * 100}%` }}
        onChange={(event) => playback.seek(Number(event.target.value) / STEPS)}
      />
      <output className="min-w-24 text-right whitespace-nowrap phone:min-w-44">
        {place < 1 && slow && <span className="hidden phone:inline">Slow motion, </span>}
        {words}
      </output>
    </div>
  );
}
