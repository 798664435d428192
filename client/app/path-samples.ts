import { useEffect, useState } from 'react';
import { isUnderWay, type RunDetail, type Stats } from '../lib/model.ts';

/** A sample further away than this says nothing about a moment. */
const NEAR_MS = 200;

const NONE: readonly PathSample[] = [];

/** Where purchases waited at a moment of a run, as the feed told while it was under way. */
export interface PathSample {
  readonly atMs: number;
  readonly path: Stats['path'];
}

/** The waiting part of the nearest sample; nothing when there is none near. */
export function sampleNear(samples: readonly PathSample[], atMs: number): Partial<Stats['path']> {
  let nearest: PathSample | null = null;
  for (const sample of samples) {
    const distance = Math.abs(sample.atMs - atMs);
    if (distance <= NEAR_MS && (nearest === null || distance < Math.abs(nearest.atMs - atMs)))
      nearest = sample;
  }
  return nearest?.path ?? {};
}

/** Keeps the feed's samples of the run that is shown, for its replay. A run that nobody watched has none. */
export function usePathSamples(run: RunDetail | null, stats: Stats | null): readonly PathSample[] {
  const [kept, setKept] = useState<{ readonly id: string; readonly samples: readonly PathSample[] } | null>(
    null,
  );
  useEffect(() => {
    if (run === null || run.startedAt === null || stats === null || !isUnderWay(run)) return;
    const { id, startedAt } = run;
    const sample = { atMs: Date.parse(stats.at) - Date.parse(startedAt), path: stats.path };
    setKept((before) => ({ id, samples: before?.id === id ? [...before.samples, sample] : [sample] }));
  }, [run, stats]);
  return kept !== null && kept.id === run?.id ? kept.samples : NONE;
}
