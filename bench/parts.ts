import type { Part } from './part.ts';
import { durable } from './parts/durable.ts';
import { soldOut } from './parts/sold-out.ts';

/** Every part of the bench, in the order in which they run. */
export const parts: readonly Part[] = [soldOut, durable];
