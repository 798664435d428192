import type { Part } from './part.ts';
import { byHand } from './parts/by-hand.ts';
import { durable } from './parts/durable.ts';
import { engine } from './parts/engine.ts';
import { figures } from './parts/figures.ts';
import { firstLoad } from './parts/first-load.ts';
import { rush } from './parts/rush.ts';
import { soldOut } from './parts/sold-out.ts';
import { startUp } from './parts/start-up.ts';
import { subscribers } from './parts/subscribers.ts';
import { waits } from './parts/waits.ts';

/** Every part of the bench, in the order in which they run. */
export const parts: readonly Part[] = [
  soldOut,
  durable,
  byHand,
  engine,
  waits,
  rush,
  subscribers,
  figures,
  startUp,
  firstLoad,
];
