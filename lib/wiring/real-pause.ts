import { setTimeout } from 'node:timers/promises';
import type { Pause } from '../ports/pause.ts';

/** Waits in real time. */
export const realPause: Pause = async (milliseconds) => {
  await setTimeout(milliseconds);
};
