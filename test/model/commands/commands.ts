import type { Arbitrary } from 'fast-check';
import { arrivesTwice, delivers, deliversAgain, happens, happensAndArrives, isLost } from './calls.ts';
import type { Command } from './command.ts';
import { dies, lags, passes, passesLong, refuses, resumes, stalls, throttles, wakes } from './disturbances.ts';
import { givenBackBeside, heldByTwo, outlived, overtaken } from './held-by-two.ts';
import { rejects, reorganizes, signAround, signs, signTogether } from './people.ts';

/** All that can happen in a run, and how often. */
const WEIGHTS: readonly (readonly [number, Arbitrary<Command>])[] = [
  [3, happens],
  [3, happensAndArrives],
  [2, arrivesTwice],
  [3, delivers],
  [1, deliversAgain],
  [1, isLost],
  [2, signs],
  [5, signTogether],
  [1, rejects],
  [1, resumes],
  [2, passes],
  [2, passesLong],
  [2, dies],
  [1, stalls],
  [1, wakes],
  [1, lags],
  [1, throttles],
  [1, refuses],
  [1, reorganizes],
  [2, signAround],
  [1, heldByTwo],
  [1, overtaken],
  [1, outlived],
  [2, givenBackBeside],
];

/** Each as often as its weight says. */
export const commands: readonly Arbitrary<Command>[] = WEIGHTS.flatMap(([weight, command]) =>
  Array.from({ length: weight }, () => command),
);
