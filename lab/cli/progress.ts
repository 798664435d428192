import type { Attack } from '../../sdk/index.ts';
import type { Output } from './terminal.ts';
import { count } from './words.ts';

const CELLS = 20;
const WIDTH_DEFAULT = 80;
const CLEAR_LINE = '\r\u001B[2K';

/** How far something has come. */
export interface Step {
  /** 0 to 1. */
  readonly share: number;
  readonly words: string;
}

/** A bar on one line that is drawn over until it is taken away. */
export interface Progress {
  show(step: Step): void;
  readonly end: () => void;
}

/** A bar on standard error. Whatever is not a terminal gets nothing: a pipe would keep every state of it. */
export function createProgress(stderr: Output, wanted: boolean): Progress {
  if (!wanted || stderr.isTTY !== true) return { show: () => undefined, end: () => undefined };
  return {
    show({ share, words }) {
      const full = Math.round(Math.min(1, Math.max(0, share)) * CELLS);
      const line = `${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${words}`;
      stderr.write(`${CLEAR_LINE}${line.slice(0, (stderr.columns ?? WIDTH_DEFAULT) - 1)}`);
    },
    end: () => void stderr.write(CLEAR_LINE),
  };
}

/** How far an attack has come. */
export function attackProgress({ state, strategy, requests, latency, confirmed, replayed }: Attack): Step {
  if (state === 'QUEUED') return { share: 0, words: `${strategy} waits for its turn` };
  const answered = `${count(latency.count)} of ${count(requests)} answered`;
  return {
    share: latency.count / requests,
    words: `${strategy} ${answered}, ${count(confirmed - replayed)} bought`,
  };
}
