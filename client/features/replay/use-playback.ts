import { useCallback, useEffect, useState } from 'react';

/** How long a whole run takes when it is played. */
export const PLAY_MS = 5000;

/** How often the panes are drawn meanwhile. */
const STEP_MS = 50;

/** The place of the slider, and who moves it. */
export interface Playback {
  /** 0 is the start of the run, 1 its end. */
  readonly place: number;
  readonly playing: boolean;
  play(this: void): void;
  pause(this: void): void;
  seek(this: void, place: number): void;
}

/** Plays from where it stands to the end; from the start when it stands at the end. */
export function usePlayback(): Playback {
  const [place, setPlace] = useState(1);
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing) return;
    let before = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const step = (now - before) / PLAY_MS;
      before = now;
      setPlace((at) => Math.min(1, at + step));
    }, STEP_MS);
    return () => clearInterval(timer);
  }, [playing]);
  useEffect(() => {
    if (place >= 1) setPlaying(false);
  }, [place]);
  return {
    place,
    playing,
    play: useCallback(() => {
      setPlace((at) => (at >= 1 ? 0 : at));
      setPlaying(true);
    }, []),
    pause: useCallback(() => setPlaying(false), []),
    seek: useCallback((to: number) => {
      setPlaying(false);
      setPlace(Math.min(1, Math.max(0, to)));
    }, []),
  };
}
