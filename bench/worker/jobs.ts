import { openByHandJob } from './by-hand.ts';
import { openEchoJob } from './echo.ts';
import { openEngineJob } from './engine.ts';
import { openEvalshaJob } from './evalsha.ts';
import { openLoadJob } from './load.ts';

/** Everything that is measured or measures in a process of its own. */
export const jobs = {
  load: openLoadJob,
  echo: openEchoJob,
  byHand: openByHandJob,
  evalsha: openEvalshaJob,
  engine: openEngineJob,
};

/** Their types, for who starts them. */
export type Jobs = typeof jobs;
