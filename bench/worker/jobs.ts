import { openByHandJob } from './by-hand.ts';
import { openEchoJob } from './echo.ts';
import { openEngineJob } from './engine.ts';
import { openEvalshaJob } from './evalsha.ts';
import { openFiguresJob } from './figures.ts';
import { openLoadJob } from './load.ts';
import { openSubscribersJob } from './subscribers.ts';

/** Everything that is measured or measures in a process of its own. */
export const jobs = {
  load: openLoadJob,
  echo: openEchoJob,
  byHand: openByHandJob,
  evalsha: openEvalshaJob,
  engine: openEngineJob,
  subscribers: openSubscribersJob,
  figures: openFiguresJob,
};

/** Their types, for who starts them. */
export type Jobs = typeof jobs;
